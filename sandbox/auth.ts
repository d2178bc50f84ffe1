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

/** The token of the settings, or a JWT of ours that nobody revoked; anything else is amoCRM's 401. */
export function requireToken(store: Store, clock: Clock, givenToken: string): RequestHandler {
	const userOf = (token: string): number | null => {
		if (isSame(token, givenToken)) return integrationUserId;
		const { oauth } = store.data;
		const { jti = '', sub } = readAccessToken(oauth.privateKey, clock, token) ?? {};
		const longLived = oauth.longLivedTokens.get(jti);
		if (longLived) return longLived.is_revoked ? null : longLived.user_id;
		const refreshToken = oauth.accessTokens.get(jti);
		if (!refreshToken) return null;
		retirePrevious(store, refreshToken);
		return Number(sub);
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
