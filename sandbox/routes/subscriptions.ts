import { Router } from 'express';
import { paginate, sendPage } from '../hal';
import { problem } from '../problem';
import { parseQuery } from '../query';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

/** `GET /leads/{id}/subscriptions`: whoever is responsible, and the group of that user, follow a lead. */
export function subscriptionsRouter(store: Store): Router {
	const router = Router();
	router
		.route('/leads/:leadId/subscriptions')
		.get((request, response) => {
			const lead = store.data.leads.get(Number(request.params.leadId));
			if (!lead || lead.is_deleted) throw problem(404, 'Entity not found');
			const subscribers = [
				{ subscriber_id: lead.responsible_user_id, type: 'user' },
				{ subscriber_id: lead.group_id, type: 'group' },
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
