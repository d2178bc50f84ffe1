import { timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Clock } from './clock';
import { readAccessToken } from './jwt';
import { retirePrevious } from './oauth/tokens';
import { problem, sendProblem } from './problem';
import { integrationUserId } from './seed/users';
import type { Store } from './store';

const isSame = (a: string, b: string): boolean =>
	Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The long-lived token, or a JWT of the token endpoint; anything else is amoCRM's 401. */
export function requireToken(store: Store, clock: Clock, longLivedToken: string): RequestHandler {
	const userOf = (token: string): number | null => {
		if (isSame(token, longLivedToken)) return integrationUserId;
		const { oauth } = store.data;
		const claims = readAccessToken(oauth.privateKey, clock, token);
		const refreshToken = claims?.jti ? oauth.accessTokens.get(claims.jti) : undefined;
		if (!refreshToken) return null;
		retirePrevious(store, refreshToken);
		return Number(claims?.sub);
	};
	return (request, response, next) => {
		const [, token = ''] = /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
		const userId = token === '' ? null : userOf(token);
		if (userId === null) {
			sendProblem(response, problem(401, 'Неверный логин или пароль'));
			return;
		}
		response.locals['userId'] = userId;
		next();
	};
}

/** Who makes the request; set by `requireToken`. */
export const actor = (locals: Readonly<Record<string, unknown>>): number =>
	Number(locals['userId']);
