import { Router } from 'express';
import { problem } from '../problem';
import type { Store } from '../store';
import { bonusPointsRouter } from './bonusPoints';
import { customerLinksRouter } from './customerLinks';
import { customerStatusesRouter } from './customerStatuses';
import { customersModeRouter } from './customersMode';
import { entityRouter } from './entities';
import { segmentsRouter } from './segments';
import { subscriptionsRouter } from './subscriptions';
import { transactionsRouter } from './transactions';

/** Where the account works without customers, amoCRM has none to show or to take. */
export function customersRouter(store: Store): Router {
	return Router()
		.use(customersModeRouter(store))
		.use('/customers', (_request, _response, next) => {
			if (!store.data.customersSetting.isEnabled) throw problem(422, 'Customers are turned off');
			next();
		})
		.use(
			customerStatusesRouter(store),
			segmentsRouter(store),
			transactionsRouter(store),
			customerLinksRouter(store),
			bonusPointsRouter(store),
			subscriptionsRouter(store, 'customers'),
			entityRouter(store, {
				kind: 'customers',
				order: ['updated_at', 'id'],
				created: () => ({}),
				updated: ({ requestId }) => ({ request_id: requestId }),
			}),
		);
}
