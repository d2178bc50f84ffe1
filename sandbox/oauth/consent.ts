import { Router, type Request, type Response } from 'express';
import { refererOf } from '../account/host';
import type { Clock } from '../clock';
import type { User } from '../user';
import { bodyText } from '../jsonBody';
import { parseQuery, text, type Query } from '../query';
import { integrationUserId } from '../seed/users';
import type { Store } from '../store';
import { addressWithCode, callbackAddress } from './callback';
import { closingPage, consentPage, refusalPage } from './consentPage';
import type { Integration } from './types';

/**
 * The first who installs an integration is an administrator; from then on everybody may grant it what
 * he himself may do.
 */
function grantors(store: Store, integration: Integration): readonly User[] {
	const { users, oauth } = store.data;
	const isInstalled =
		!integration.is_disabled &&
		[...oauth.codes.values()].some(({ client_id }) => client_id === integration.client_id);
	const allowed = users.filter(({ is_admin }) => is_admin || isInstalled);
	// The integration's own user first, not the person of the page: "ignore own changes" tells them apart.
	const isIntegration = ({ id }: User): boolean => id === integrationUserId;
	return [...allowed.filter(isIntegration), ...allowed.filter((user) => !isIntegration(user))];
}

function leave(response: Response, mode: string | undefined, address: string): void {
	if (mode === 'popup') response.type('html').send(closingPage(address));
	else response.redirect(302, address);
}

function isRedirectUriRefused(store: Store, integration: Integration, query: Query): boolean {
	const given = text(query['redirect_uri']);
	if (given === undefined || store.data.oauth.rules.consent_redirect_uri === 'ignored')
		return false;
	return given !== integration.redirect_uri;
}

/** A form of another site would grant in the name of whoever looks at it. */
function isOwnForm(request: Request): boolean {
	const origin = request.get('origin');
	if (origin === undefined) return true;
	return URL.canParse(origin) && new URL(origin).host === request.get('host');
}

/** `/oauth`: the page where a user allows or denies, and where he is sent then. */
export function consentRouter(store: Store, clock: Clock): Router {
	const find = (input: Query, response: Response): Integration | null => {
		const found = store.data.oauth.integrations.get(text(input['client_id']) ?? '');
		if (found) return found;
		const reason = 'There is no integration with this client_id.';
		response.status(404).type('html').send(refusalPage('Unknown integration', reason));
		return null;
	};
	const router = Router();
	router.use((_request, response, next) => {
		// Shown in a frame, its button could be clicked without being seen.
		response.set({
			'Content-Security-Policy': "frame-ancestors 'none'",
			'Cache-Control': 'no-store',
		});
		next();
	});
	router.get('/', (request, response) => {
		const query = parseQuery(request.originalUrl.split('?')[1]);
		const integration = find(query, response);
		if (!integration) return;
		if (isRedirectUriRefused(store, integration, query)) {
			const reason = 'Redirect URI is not associated with client';
			response.status(400).type('html').send(refusalPage('Wrong redirect URI', reason));
			return;
		}
		const users = grantors(store, integration);
		const asked = { account: store.data.account, integration, users };
		response
			.type('html')
			.send(consentPage({ ...asked, state: text(query['state']), mode: text(query['mode']) }));
	});
	router.post('/', (request, response) => {
		const form = parseQuery(bodyText(request));
		const integration = find(form, response);
		if (!integration) return;
		const user = grantors(store, integration).find(
			({ id }) => id === Number(text(form['user_id'])),
		);
		const decision = text(form['decision']);
		const state = text(form['state']);
		const mode = text(form['mode']);
		if (!isOwnForm(request)) {
			const reason = 'Only the page of the sandbox itself can allow access.';
			response.status(403).type('html').send(refusalPage('Not allowed', reason));
		} else if (decision === 'deny') {
			const address = callbackAddress(integration, { error: 'access_denied', state });
			leave(response, mode, address);
		} else if (decision !== 'allow' || !user) {
			const reason = 'Only an administrator allows access for the first time.';
			response.status(403).type('html').send(refusalPage('Not allowed', reason));
		} else {
			const referer = refererOf(request, store.data.account);
			const address = addressWithCode(store, clock, integration, user.id, { referer, state });
			leave(response, mode, address);
		}
	});
	return router;
}
