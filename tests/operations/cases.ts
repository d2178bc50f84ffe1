import { accountCases } from './account';
import { apiCases } from './api';
import { callCases } from './call';
import { catalogCases } from './catalog';
import { catalogElementCases } from './catalogElement';
import { chatTemplateCases } from './chatTemplate';
import { companyCases } from './company';
import { contactCases } from './contact';
import { currencyCases } from './currency';
import { customerCases } from './customer';
import { customerSegmentCases } from './customerSegment';
import { customerStatusCases } from './customerStatus';
import { customerTransactionCases } from './customerTransaction';
import { customFieldCases } from './customField';
import { customFieldGroupCases } from './customFieldGroup';
import { entityFileCases } from './entityFile';
import { eventCases } from './event';
import { fieldNameCases } from './fieldNames';
import { fileCases } from './file';
import { leadCases } from './lead';
import { linkCases } from './link';
import { lossReasonCases } from './lossReason';
import { noteCases } from './note';
import type { OperationCase } from './operationCase';
import { pipelineCases } from './pipeline';
import { productSettingsCases } from './productSettings';
import { roleCases } from './role';
import { salesbotCases } from './salesbot';
import { shortLinkCases } from './shortLink';
import { sourceCases } from './source';
import { subscriptionCases } from './subscription';
import { tagCases } from './tag';
import { talkCases } from './talk';
import { taskCases } from './task';
import { unsortedCases } from './unsorted';
import { userCases } from './user';
import { webhookCases } from './webhook';
import { websiteButtonCases } from './websiteButton';
import { widgetCases } from './widget';

/** By the resource's name in the catalogue. */
export const operationCases: Readonly<Record<string, readonly OperationCase[]>> = {
	account: accountCases,
	api: apiCases,
	call: callCases,
	catalog: catalogCases,
	catalogElement: [...catalogElementCases, ...fieldNameCases.catalogElement],
	chatTemplate: chatTemplateCases,
	company: [...companyCases, ...fieldNameCases.company],
	contact: [...contactCases, ...fieldNameCases.contact],
	currency: currencyCases,
	customer: [...customerCases, ...fieldNameCases.customer],
	customerSegment: [...customerSegmentCases, ...fieldNameCases.customerSegment],
	customerStatus: customerStatusCases,
	customerTransaction: customerTransactionCases,
	customField: customFieldCases,
	customFieldGroup: customFieldGroupCases,
	entityFile: entityFileCases,
	event: eventCases,
	file: fileCases,
	lead: [...leadCases, ...fieldNameCases.lead],
	link: linkCases,
	lossReason: lossReasonCases,
	note: noteCases,
	pipeline: pipelineCases,
	productSettings: productSettingsCases,
	role: roleCases,
	salesbot: salesbotCases,
	shortLink: shortLinkCases,
	source: sourceCases,
	subscription: subscriptionCases,
	tag: tagCases,
	talk: talkCases,
	task: taskCases,
	unsorted: unsortedCases,
	user: userCases,
	webhook: webhookCases,
	websiteButton: websiteButtonCases,
	widget: widgetCases,
};
