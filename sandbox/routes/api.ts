import { Router } from 'express';
import type { Store } from '../store';
import { accountRouter } from './account';
import { catalogsRouter } from './catalogs';
import { companiesRouter } from './companies';
import { contactsRouter } from './contacts';
import { customFieldsRouter } from './customFields';
import { eventsRouter } from './events';
import { leadsRouter } from './leads';
import { pipelinesRouter } from './pipelines';
import { usersRouter } from './users';
import { webhooksRouter } from './webhooks';

/** API v4. Routers with fixed paths come before those that take any id. */
export function apiRouter(store: Store): Router {
	const v4 = Router();
	v4.use(
		accountRouter(store),
		catalogsRouter(store),
		pipelinesRouter(store),
		customFieldsRouter(store),
		usersRouter(store),
		webhooksRouter(store),
		eventsRouter(store),
		leadsRouter(store),
		contactsRouter(store),
		companiesRouter(store),
	);
	return Router().use('/v4', v4);
}
