import { Router } from 'express';
import type { Store } from '../store';
import { accountRouter } from './account';
import { chatTemplateReviewsRouter } from './chatTemplateReviews';
import { chatTemplatesRouter } from './chatTemplates';
import { companiesRouter } from './companies';
import { contactsRouter } from './contacts';
import { customFieldsRouter } from './customFields';
import { eventsRouter } from './events';
import { leadsRouter } from './leads';
import { pipelinesRouter } from './pipelines';
import { rolesRouter } from './roles';
import { sourcesRouter } from './sources';
import { usersRouter } from './users';
import { webhooksRouter } from './webhooks';
import { websiteButtonsRouter } from './websiteButtons';
import { widgetsRouter } from './widgets';

/** API v4. Routers with fixed paths come before those that take any id. */
export function apiRouter(store: Store): Router {
	const v4 = Router();
	v4.use(
		accountRouter(store),
		pipelinesRouter(store),
		customFieldsRouter(store),
		chatTemplatesRouter(store),
		chatTemplateReviewsRouter(store),
		rolesRouter(store),
		sourcesRouter(store),
		usersRouter(store),
		webhooksRouter(store),
		websiteButtonsRouter(store),
		widgetsRouter(store),
		eventsRouter(store),
		leadsRouter(store),
		contactsRouter(store),
		companiesRouter(store),
	);
	return Router().use('/v4', v4);
}
