import type { RequestHandler } from 'express';
import type { Clock } from '../clock';
import { problem } from '../problem';
import type { Store } from '../store';

/** For so long an account that is not paid can still be read. */
const readableMs = 30 * 86_400_000;

/** An account that is not paid: writes stop at once, reads after 30 days. */
export const requirePayment =
	(store: Store, clock: Clock): RequestHandler =>
	(request, _response, next) => {
		const { unpaid_since: since } = store.data.account;
		const isReadable = request.method === 'GET' && clock.now() < (since ?? 0) + readableMs;
		if (since !== null && !isReadable) throw problem(402, 'Payment required');
		next();
	};
