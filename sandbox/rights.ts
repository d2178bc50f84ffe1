import type { RequestHandler } from 'express';
import { actor } from './auth';
import { problem } from './problem';
import type { Store } from './store';

/** Settings of the account are for administrators; stands between what all may do and what they may. */
export const requireAdmin =
	(store: Store): RequestHandler =>
	(_request, response, next) => {
		const id = actor(response.locals);
		if (!store.data.users.some((user) => user.id === id && user.is_admin)) {
			throw problem(403, 'Forbidden');
		}
		next();
	};
