import { accountCases } from './account';
import { apiCases } from './api';
import { companyCases } from './company';
import { contactCases } from './contact';
import { currencyCases } from './currency';
import { eventCases } from './event';
import { leadCases } from './lead';
import type { OperationCase } from './operationCase';
import { pipelineCases } from './pipeline';
import { userCases } from './user';
import { webhookCases } from './webhook';

/** By the resource's name in the catalogue. */
export const operationCases: Readonly<Record<string, readonly OperationCase[]>> = {
	account: accountCases,
	api: apiCases,
	company: companyCases,
	contact: contactCases,
	currency: currencyCases,
	event: eventCases,
	lead: leadCases,
	pipeline: pipelineCases,
	user: userCases,
	webhook: webhookCases,
};
