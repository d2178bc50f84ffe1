import { accountCases } from './account';
import { apiCases } from './api';
import { callCases } from './call';
import { companyCases } from './company';
import { contactCases } from './contact';
import { currencyCases } from './currency';
import { customerCases } from './customer';
import { customerSegmentCases } from './customerSegment';
import { customerStatusCases } from './customerStatus';
import { customerTransactionCases } from './customerTransaction';
import { entityFileCases } from './entityFile';
import { eventCases } from './event';
import { fileCases } from './file';
import { leadCases } from './lead';
import { noteCases } from './note';
import type { OperationCase } from './operationCase';
import { pipelineCases } from './pipeline';
import { salesbotCases } from './salesbot';
import { shortLinkCases } from './shortLink';
import { subscriptionCases } from './subscription';
import { tagCases } from './tag';
import { talkCases } from './talk';
import { taskCases } from './task';
import { userCases } from './user';
import { webhookCases } from './webhook';

/** By the resource's name in the catalogue. */
export const operationCases: Readonly<Record<string, readonly OperationCase[]>> = {
	account: accountCases,
	api: apiCases,
	call: callCases,
	company: companyCases,
	contact: contactCases,
	currency: currencyCases,
	customer: customerCases,
	customerSegment: customerSegmentCases,
	customerStatus: customerStatusCases,
	customerTransaction: customerTransactionCases,
	entityFile: entityFileCases,
	event: eventCases,
	file: fileCases,
	lead: leadCases,
	note: noteCases,
	pipeline: pipelineCases,
	salesbot: salesbotCases,
	shortLink: shortLinkCases,
	subscription: subscriptionCases,
	tag: tagCases,
	talk: talkCases,
	task: taskCases,
	user: userCases,
	webhook: webhookCases,
};
