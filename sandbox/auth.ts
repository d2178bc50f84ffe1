import { timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Clock } from './clock';
import { readAccessToken } from './jwt';
import { retirePrevious } from './oauth/tokens';
import { problem, sendProblem, wrongLogin } from './problem';
import { integrationUserId } from './seed/users';
import type { Store } from './store';

const isSame = (a: string, b: string): boolean =>
	Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));

interface Bearer {
	readonly userId: number;
	/** Null: all of them. */
	readonly scopes: readonly string[] | null;
}

/** The token of the settings, or a JWT of ours that nobody revoked; anything else is amoCRM's 401. */
export function requireToken(store: Store, clock: Clock, givenToken: string): RequestHandler {
	const bearerOf = (token: string): Bearer | null => {
		if (isSame(token, givenToken)) return { userId: integrationUserId, scopes: null };
		const { oauth } = store.data;
		const { jti = '' } = readAccessToken(oauth.privateKey, clock, token) ?? {};
		const longLived = oauth.longLivedTokens.get(jti);
		if (longLived) {
			const { is_revoked, user_id: userId, scopes } = longLived;
			return is_revoked ? null : { userId, scopes };
		}
		const refreshToken = oauth.accessTokens.get(jti) ?? '';
		const grant = oauth.refreshTokens.get(refreshToken);
		if (!grant) return null;
		retirePrevious(store, refreshToken);
		return { userId: grant.user_id, scopes: grant.scopes };
	};
	return (request, response, next) => {
		const [, token = ''] = /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
		const bearer = token === '' ? null : bearerOf(token);
		if (bearer === null) {
			sendProblem(response, wrongLogin);
			return;
		}
		response.locals['userId'] = bearer.userId;
		response.locals['scopes'] = bearer.scopes;
		next();
	};
}

/** What a token must be allowed; after `requireToken`. */
export const requireScope =
	(scopeOf: (method: string) => string): RequestHandler =>
	(request, response, next) => {
		const scopes = response.locals['scopes'] as Bearer['scopes'];
		if (scopes && !scopes.includes(scopeOf(request.method))) throw problem(403, 'Invalid scope');
		next();
	};

/** Who makes the request; set by `requireToken`. */
export const actor = (locals: Readonly<Record<string, unknown>>): number =>
	Number(locals['userId']);
