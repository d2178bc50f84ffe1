import type { Resource } from './define';
import { account } from './resources/account';
import { api } from './resources/api';
import { call } from './resources/call';
import { catalog } from './resources/catalog';
import { catalogElement } from './resources/catalogElement';
import { chatTemplate } from './resources/chatTemplate';
import { company } from './resources/company';
import { contact } from './resources/contact';
import { currency } from './resources/currency';
import { customer } from './resources/customer';
import { customerSegment } from './resources/customerSegment';
import { customerStatus } from './resources/customerStatus';
import { customerTransaction } from './resources/customerTransaction';
import { customField } from './resources/customField';
import { customFieldGroup } from './resources/customFieldGroup';
import { entityFile } from './resources/entityFile';
import { event } from './resources/event';
import { file } from './resources/file';
import { lead } from './resources/lead';
import { link } from './resources/link';
import { lossReason } from './resources/lossReason';
import { note } from './resources/note';
import { pipeline } from './resources/pipeline';
import { productSettings } from './resources/productSettings';
import { role } from './resources/role';
import { salesbot } from './resources/salesbot';
import { shortLink } from './resources/shortLink';
import { source } from './resources/source';
import { subscription } from './resources/subscription';
import { tag } from './resources/tag';
import { talk } from './resources/talk';
import { task } from './resources/task';
import { unsorted } from './resources/unsorted';
import { user } from './resources/user';
import { webhook } from './resources/webhook';
import { websiteButton } from './resources/websiteButton';
import { widget } from './resources/widget';

/** Everything the AmoCRM node can do, in the order of its list. */
export const resources: readonly Resource[] = [
	account,
	api,
	call,
	catalog,
	catalogElement,
	chatTemplate,
	company,
	contact,
	currency,
	customer,
	customerSegment,
	customerStatus,
	customerTransaction,
	customField,
	customFieldGroup,
	entityFile,
	event,
	file,
	lead,
	link,
	lossReason,
	note,
	pipeline,
	productSettings,
	role,
	salesbot,
	shortLink,
	source,
	subscription,
	tag,
	talk,
	task,
	unsorted,
	user,
	webhook,
	websiteButton,
	widget,
];
