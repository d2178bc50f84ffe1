import { Router } from 'express';
import type { Store } from '../store';
import { accountRouter } from './account';
import { callsRouter } from './calls';
import { companiesRouter } from './companies';
import { complexLeadsRouter } from './complexLeads';
import { contactChatsRouter } from './contactChats';
import { contactsRouter } from './contacts';
import { currenciesRouter } from './currencies';
import { customFieldsRouter } from './customFields';
import { eventsRouter } from './events';
import { leadsRouter } from './leads';
import { linksRouter } from './links';
import { lossReasonsRouter } from './lossReasons';
import { notesRouter } from './notes';
import { pipelinesRouter } from './pipelines';
import { statusesRouter } from './statuses';
import { tagsRouter } from './tags';
import { talksRouter } from './talks';
import { tasksRouter } from './tasks';
import { unsortedRouter } from './unsorted';
import { usersRouter } from './users';
import { webhooksRouter } from './webhooks';

/** API v4. Routers with fixed paths come before those that take any id. */
export function apiRouter(store: Store): Router {
	const v4 = Router();
	v4.use(
		accountRouter(store),
		complexLeadsRouter(store),
		contactChatsRouter(store),
		linksRouter(store),
		lossReasonsRouter(store),
		pipelinesRouter(store),
		statusesRouter(store),
		customFieldsRouter(store),
		unsortedRouter(store),
		usersRouter(store),
		webhooksRouter(store),
		eventsRouter(store),
		tasksRouter(store),
		notesRouter(store),
		tagsRouter(store),
		currenciesRouter(),
		callsRouter(store),
		talksRouter(store),
		leadsRouter(store),
		contactsRouter(store),
		companiesRouter(store),
	);
	return Router().use('/v4', v4);
}
