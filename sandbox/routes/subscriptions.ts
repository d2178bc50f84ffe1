import { Router } from 'express';
import { paginate, sendPage } from '../hal';
import { problem } from '../problem';
import { parseQuery } from '../query';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

/** `GET /{entity}/{id}/subscriptions`: whoever is responsible and the group of that user follow it. */
export function subscriptionsRouter(store: Store, kind: 'leads' | 'customers'): Router {
	const router = Router();
	router
		.route(`/${kind}/:entityId/subscriptions`)
		.get((request, response) => {
			const entity = store.data[kind].get(Number(request.params['entityId']));
			if (!entity || entity.is_deleted) throw problem(404, 'Entity not found');
			const subscribers = [
				{ subscriber_id: entity.responsible_user_id, type: 'user' },
				{ subscriber_id: entity.group_id, type: 'group' },
			];
			const page = paginate(parseQuery(request.originalUrl.split('?')[1]), subscribers);
			sendPage(request, response, 'subscriptions', page, (subscriber) => subscriber, {
				_total_items: page.total,
				_page_count: Math.ceil(page.total / page.limit),
			});
		})
		.all(methodNotAllowed);
	return router;
}
