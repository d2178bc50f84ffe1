import { Router } from 'express';
import type { Store } from '../store';
import { accountRouter } from './account';
import { callsRouter } from './calls';
import { chatTemplateReviewsRouter } from './chatTemplateReviews';
import { chatTemplatesRouter } from './chatTemplates';
import { catalogElementsRouter } from './catalogElements';
import { catalogsRouter } from './catalogs';
import { companiesRouter } from './companies';
import { complexLeadsRouter } from './complexLeads';
import { contactChatsRouter } from './contactChats';
import { contactsRouter } from './contacts';
import { currenciesRouter } from './currencies';
import { customersRouter } from './customers';
import { customFieldsRouter } from './customFields';
import { entityFilesRouter } from './entityFiles';
import { eventsRouter } from './events';
import { fileLinksRouter } from './fileLinks';
import { leadsRouter } from './leads';
import { linksRouter } from './links';
import { lossReasonsRouter } from './lossReasons';
import { notesRouter } from './notes';
import { pipelinesRouter } from './pipelines';
import { productSettingsV2Router } from './productSettingsV2';
import { salesbotContinueRouter, salesbotRouter } from './salesbot';
import { shortLinksRouter } from './shortLinks';
import { subscriptionsRouter } from './subscriptions';
import { productSettingsRouter } from './productSettings';
import { tagsRouter } from './tags';
import { talksRouter } from './talks';
import { tasksRouter } from './tasks';
import { rolesRouter } from './roles';
import { sourcesRouter } from './sources';
import { statusesRouter } from './statuses';
import { unsortedRouter } from './unsorted';
import { usersRouter } from './users';
import { webhooksRouter } from './webhooks';
import { websiteButtonsRouter } from './websiteButtons';
import { widgetsRouter } from './widgets';

/** API v4, and what stayed at v2. Routers with fixed paths come before those that take any id. */
export function apiRouter(store: Store): Router {
	const v4 = Router();
	v4.use(
		accountRouter(store),
		catalogElementsRouter(store),
		catalogsRouter(store),
		pipelinesRouter(store),
		productSettingsRouter(store),
		customFieldsRouter(store),
		chatTemplatesRouter(store),
		chatTemplateReviewsRouter(store),
		rolesRouter(store),
		sourcesRouter(store),
		complexLeadsRouter(store),
		contactChatsRouter(store),
		linksRouter(store),
		lossReasonsRouter(store),
		statusesRouter(store),
		unsortedRouter(store),
		usersRouter(store),
		webhooksRouter(store),
		websiteButtonsRouter(store),
		widgetsRouter(store),
		eventsRouter(store),
		currenciesRouter(),
		callsRouter(store),
		talksRouter(store),
		salesbotContinueRouter(),
		shortLinksRouter(store),
		subscriptionsRouter(store, 'leads'),
		entityFilesRouter(store),
		fileLinksRouter(store),
		tasksRouter(store),
		notesRouter(store),
		tagsRouter(store),
		leadsRouter(store),
		contactsRouter(store),
		companiesRouter(store),
		customersRouter(store),
	);
	return Router().use('/v4', v4).use('/v2', salesbotRouter(store), productSettingsV2Router(store));
}
