import type { Resource } from './define';
import { account } from './resources/account';
import { api } from './resources/api';
import { call } from './resources/call';
import { company } from './resources/company';
import { contact } from './resources/contact';
import { currency } from './resources/currency';
import { customer } from './resources/customer';
import { customerSegment } from './resources/customerSegment';
import { customerStatus } from './resources/customerStatus';
import { customerTransaction } from './resources/customerTransaction';
import { entityFile } from './resources/entityFile';
import { event } from './resources/event';
import { file } from './resources/file';
import { lead } from './resources/lead';
import { note } from './resources/note';
import { pipeline } from './resources/pipeline';
import { salesbot } from './resources/salesbot';
import { shortLink } from './resources/shortLink';
import { subscription } from './resources/subscription';
import { tag } from './resources/tag';
import { talk } from './resources/talk';
import { task } from './resources/task';
import { user } from './resources/user';
import { webhook } from './resources/webhook';

/** Everything the AmoCRM node can do, in the order of its list. */
export const resources: readonly Resource[] = [
	account,
	api,
	call,
	company,
	contact,
	currency,
	customer,
	customerSegment,
	customerStatus,
	customerTransaction,
	entityFile,
	event,
	file,
	lead,
	note,
	pipeline,
	salesbot,
	shortLink,
	subscription,
	tag,
	talk,
	task,
	user,
	webhook,
];
