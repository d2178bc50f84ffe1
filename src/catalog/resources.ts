import type { Resource } from './define';
import { account } from './resources/account';
import { api } from './resources/api';
import { call } from './resources/call';
import { chatTemplate } from './resources/chatTemplate';
import { company } from './resources/company';
import { contact } from './resources/contact';
import { currency } from './resources/currency';
import { entityFile } from './resources/entityFile';
import { event } from './resources/event';
import { file } from './resources/file';
import { lead } from './resources/lead';
import { note } from './resources/note';
import { pipeline } from './resources/pipeline';
import { role } from './resources/role';
import { salesbot } from './resources/salesbot';
import { shortLink } from './resources/shortLink';
import { source } from './resources/source';
import { subscription } from './resources/subscription';
import { tag } from './resources/tag';
import { talk } from './resources/talk';
import { task } from './resources/task';
import { user } from './resources/user';
import { webhook } from './resources/webhook';
import { websiteButton } from './resources/websiteButton';
import { widget } from './resources/widget';

/** Everything the AmoCRM node can do, in the order of its list. */
export const resources: readonly Resource[] = [
	account,
	api,
	call,
	chatTemplate,
	company,
	contact,
	currency,
	entityFile,
	event,
	file,
	lead,
	note,
	pipeline,
	role,
	salesbot,
	shortLink,
	source,
	subscription,
	tag,
	talk,
	task,
	user,
	webhook,
	websiteButton,
	widget,
];
