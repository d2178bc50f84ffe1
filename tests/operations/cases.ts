import { accountCases } from './account';
import { apiCases } from './api';
import { chatTemplateCases } from './chatTemplate';
import { companyCases } from './company';
import { contactCases } from './contact';
import { eventCases } from './event';
import { leadCases } from './lead';
import type { OperationCase } from './operationCase';
import { pipelineCases } from './pipeline';
import { roleCases } from './role';
import { sourceCases } from './source';
import { userCases } from './user';
import { webhookCases } from './webhook';
import { websiteButtonCases } from './websiteButton';
import { widgetCases } from './widget';

/** By the resource's name in the catalogue. */
export const operationCases: Readonly<Record<string, readonly OperationCase[]>> = {
	account: accountCases,
	api: apiCases,
	chatTemplate: chatTemplateCases,
	company: companyCases,
	contact: contactCases,
	event: eventCases,
	lead: leadCases,
	pipeline: pipelineCases,
	role: roleCases,
	source: sourceCases,
	user: userCases,
	webhook: webhookCases,
	websiteButton: websiteButtonCases,
	widget: widgetCases,
};
