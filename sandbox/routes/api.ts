import { Router } from 'express';
import type { Store } from '../store';
import { accountRouter } from './account';
import { callsRouter } from './calls';
import { companiesRouter } from './companies';
import { contactsRouter } from './contacts';
import { currenciesRouter } from './currencies';
import { customersRouter } from './customers';
import { customFieldsRouter } from './customFields';
import { entityFilesRouter } from './entityFiles';
import { eventsRouter } from './events';
import { leadsRouter } from './leads';
import { notesRouter } from './notes';
import { pipelinesRouter } from './pipelines';
import { salesbotRouter } from './salesbot';
import { shortLinksRouter } from './shortLinks';
import { subscriptionsRouter } from './subscriptions';
import { tagsRouter } from './tags';
import { talksRouter } from './talks';
import { tasksRouter } from './tasks';
import { usersRouter } from './users';
import { webhooksRouter } from './webhooks';

/** API v4, and what stayed at v2. Routers with fixed paths come before those that take any id. */
export function apiRouter(store: Store): Router {
	const v4 = Router();
	v4.use(
		accountRouter(store),
		pipelinesRouter(store),
		customFieldsRouter(store),
		usersRouter(store),
		webhooksRouter(store),
		eventsRouter(store),
		currenciesRouter(),
		callsRouter(store),
		talksRouter(store),
		shortLinksRouter(store),
		subscriptionsRouter(store),
		entityFilesRouter(store),
		tasksRouter(store),
		notesRouter(store),
		tagsRouter(store),
		leadsRouter(store),
		contactsRouter(store),
		companiesRouter(store),
		customersRouter(store),
	);
	return Router().use('/v4', v4).use('/v2', salesbotRouter(store));
}
