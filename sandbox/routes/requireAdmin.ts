import type { RequestHandler } from 'express';
import { actor } from '../auth';
import { problem } from '../problem';
import type { Store } from '../store';

/** For what amoCRM lets only admins of the account do. */
export const requireAdmin =
	(store: Store): RequestHandler =>
	(_request, response, next) => {
		const by = actor(response.locals);
		if (!store.data.users.some(({ id, is_admin }) => id === by && is_admin)) {
			throw problem(403, 'Access denied');
		}
		next();
	};
