import type { RequestHandler } from 'express';
import { problem } from '../problem';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The control API needs no token and tells secrets, so a web page of somebody else, open in the same
 * browser, may not call it: neither across origins nor by a name it lets point to 127.0.0.1.
 */
export const controlGuard =
	(host: string): RequestHandler =>
	(request, _response, next) => {
		const own = request.get('host') ?? '';
		const name = own.replace(/:\d+$/, '');
		const origin = request.get('origin');
		const isForeign = origin !== undefined && origin !== `${request.protocol}://${own}`;
		if (isForeign || (loopback.has(host) && !loopback.has(name))) {
			throw problem(403, 'The control API answers to this machine and to its own page only.');
		}
		next();
	};
