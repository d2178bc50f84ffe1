import type { RequestHandler } from 'express';
import { oauthProblem } from '../oauth/problem';
import { problem, wrongLogin, type Problem } from '../problem';
import type { Store } from '../store';
import { hostOwner, movedTo } from './host';

/** Answers in the account's place where it is not, or no more. `foreign`: what a strange host says. */
function hostGate(store: Store, foreign: Problem): RequestHandler {
	return (request, response, next) => {
		const { account, oauth } = store.data;
		const owner = hostOwner(request, account);
		if (owner === 'foreign') throw foreign;
		if (owner !== 'former') {
			next();
			return;
		}
		const { former_host: rule } = oauth.rules;
		if (rule === 'redirect') {
			response.redirect(301, movedTo(request, account));
			return;
		}
		if (rule === 'unauthorized') throw wrongLogin;
		const address = `${request.protocol}://${request.get('host')}${request.originalUrl}`;
		throw problem(404, `Cannot ${request.method} ${address}`);
	};
}

export const apiHostGate = (store: Store): RequestHandler => hostGate(store, wrongLogin);

/** The token endpoint tells a host that is not the account's from a token that is not valid. */
export const tokenHostGate = (store: Store): RequestHandler =>
	hostGate(store, oauthProblem(400, 'Invalid account'));
