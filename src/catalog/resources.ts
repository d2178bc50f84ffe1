import type { Resource } from './define';
import { account } from './resources/account';
import { api } from './resources/api';
import { chatTemplate } from './resources/chatTemplate';
import { company } from './resources/company';
import { contact } from './resources/contact';
import { event } from './resources/event';
import { lead } from './resources/lead';
import { pipeline } from './resources/pipeline';
import { role } from './resources/role';
import { source } from './resources/source';
import { user } from './resources/user';
import { webhook } from './resources/webhook';
import { websiteButton } from './resources/websiteButton';
import { widget } from './resources/widget';

/** Everything the AmoCRM node can do, in the order of its list. */
export const resources: readonly Resource[] = [
	account,
	api,
	chatTemplate,
	company,
	contact,
	event,
	lead,
	pipeline,
	role,
	source,
	user,
	webhook,
	websiteButton,
	widget,
];
