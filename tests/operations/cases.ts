import { accountCases } from './account';
import { apiCases } from './api';
import { catalogCases } from './catalog';
import { catalogElementCases } from './catalogElement';
import { companyCases } from './company';
import { contactCases } from './contact';
import { customFieldCases } from './customField';
import { customFieldGroupCases } from './customFieldGroup';
import { eventCases } from './event';
import { leadCases } from './lead';
import { noteCases } from './note';
import type { OperationCase } from './operationCase';
import { pipelineCases } from './pipeline';
import { productSettingsCases } from './productSettings';
import { tagCases } from './tag';
import { taskCases } from './task';
import { userCases } from './user';
import { webhookCases } from './webhook';

/** By the resource's name in the catalogue. */
export const operationCases: Readonly<Record<string, readonly OperationCase[]>> = {
	account: accountCases,
	api: apiCases,
	catalog: catalogCases,
	catalogElement: catalogElementCases,
	company: companyCases,
	contact: contactCases,
	customField: customFieldCases,
	customFieldGroup: customFieldGroupCases,
	event: eventCases,
	lead: leadCases,
	note: noteCases,
	pipeline: pipelineCases,
	productSettings: productSettingsCases,
	tag: tagCases,
	task: taskCases,
	user: userCases,
	webhook: webhookCases,
};
