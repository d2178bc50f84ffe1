import type { Resource } from './define';
import { account } from './resources/account';
import { api } from './resources/api';
import { catalog } from './resources/catalog';
import { catalogElement } from './resources/catalogElement';
import { company } from './resources/company';
import { contact } from './resources/contact';
import { customField } from './resources/customField';
import { customFieldGroup } from './resources/customFieldGroup';
import { event } from './resources/event';
import { lead } from './resources/lead';
import { note } from './resources/note';
import { pipeline } from './resources/pipeline';
import { productSettings } from './resources/productSettings';
import { tag } from './resources/tag';
import { task } from './resources/task';
import { user } from './resources/user';
import { webhook } from './resources/webhook';

/** Everything the AmoCRM node can do, in the order of its list. */
export const resources: readonly Resource[] = [
	account,
	api,
	catalog,
	catalogElement,
	company,
	contact,
	customField,
	customFieldGroup,
	event,
	lead,
	note,
	pipeline,
	productSettings,
	tag,
	task,
	user,
	webhook,
];
