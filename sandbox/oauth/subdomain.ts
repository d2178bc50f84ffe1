import { Router, type RequestHandler } from 'express';
import type { Clock } from '../clock';
import { sendHal } from '../hal';
import { wrongLogin } from '../problem';
import type { Store } from '../store';
import { isAlive } from './tokens';

const topLevelDomain = 'ru';

/**
 * Where the account is now, for whoever still has its old address: by the refresh token, and, in the
 * old way, by the access token.
 */
export function subdomainRouter(store: Store, clock: Clock, requireToken: RequestHandler): Router {
	const send: RequestHandler = (_request, response) => {
		const { id, subdomain } = store.data.account;
		sendHal(response, {
			id,
			subdomain,
			domain: `${subdomain}.amocrm.${topLevelDomain}`,
			top_level_domain: topLevelDomain,
		});
	};
	const requireRefreshToken: RequestHandler = (request, _response, next) => {
		const entry = store.data.oauth.refreshTokens.get(request.get('x-refresh-token') ?? '');
		if (!entry || !isAlive(clock, entry)) {
			throw wrongLogin;
		}
		next();
	};
	return Router()
		.get('/current/subdomain', requireRefreshToken, send)
		.get('/subdomain', requireToken, send);
}
