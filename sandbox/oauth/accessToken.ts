import type { RequestHandler } from 'express';
import type { Clock } from '../clock';
import { bodyText } from '../jsonBody';
import { parseQuery, text, type Query } from '../query';
import type { Store } from '../store';
import { invalidClient, oauthProblem } from './problem';
import { isExchangeable, issuePair, retirePrevious } from './tokens';
import type { Integration } from './types';

/** JSON is the documented form; real amoCRM reads form-encoded bodies as well. */
function fields(body: string): Query {
	try {
		const parsed: unknown = JSON.parse(body);
		return typeof parsed === 'object' && parsed !== null ? (parsed as Query) : {};
	} catch {
		return parseQuery(body);
	}
}

function required(input: Query, name: string): string {
	const value = text(input[name]);
	if (!value) throw oauthProblem(400, `Check the \`${name}\` parameter`);
	return value;
}

function exchangeCode(store: Store, clock: Clock, integration: Integration, code: string) {
	const entry = store.data.oauth.codes.get(code);
	if (!entry || entry.client_id !== integration.client_id) {
		throw oauthProblem(400, 'Cannot decrypt the authorization code');
	}
	if (entry.is_used) throw oauthProblem(400, 'Authorization code has been revoked');
	if (entry.expires_at < clock.now()) throw oauthProblem(400, 'Authorization code has expired');
	store.data.oauth.codes.set(code, { ...entry, is_used: true });
	// A new grant switches a disabled integration on again.
	store.data.oauth.integrations.set(integration.client_id, { ...integration, is_disabled: false });
	return issuePair(store, clock, entry, null);
}

function exchangeRefreshToken(store: Store, clock: Clock, integration: Integration, token: string) {
	const entry = store.data.oauth.refreshTokens.get(token);
	if (!entry || entry.client_id !== integration.client_id) {
		throw oauthProblem(400, 'Invalid refresh token');
	}
	if (integration.is_disabled || !isExchangeable(store, clock, entry)) {
		throw oauthProblem(401, 'Token has been revoked');
	}
	retirePrevious(store, token);
	const exchanged_at = entry.exchanged_at ?? clock.now();
	store.data.oauth.refreshTokens.set(token, { ...entry, state: 'exchanged', exchanged_at });
	return issuePair(store, clock, entry, token);
}

/** Of a refresh the lenient server takes none at all, but never a wrong one. */
function requireRedirectUri(input: Query, integration: Integration, isOptional: boolean): void {
	if (isOptional && !text(input['redirect_uri'])) return;
	if (required(input, 'redirect_uri') !== integration.redirect_uri) {
		throw oauthProblem(400, 'Redirect URI is not associated with client');
	}
}

/** `POST /oauth2/access_token`: both grants, by the rules of the control API. */
export function accessTokenRoute(store: Store, clock: Clock): RequestHandler {
	return (request, response) => {
		const input = fields(bodyText(request));
		const integration = store.data.oauth.integrations.get(required(input, 'client_id'));
		const secret = required(input, 'client_secret');
		const grant = required(input, 'grant_type');
		if (!integration || integration.client_secret !== secret) throw invalidClient;
		if (grant !== 'authorization_code' && grant !== 'refresh_token') {
			throw oauthProblem(400, 'Check the `grant_type` parameter');
		}
		const isLenient = store.data.oauth.rules.redirect_uri === 'lenient';
		requireRedirectUri(input, integration, isLenient && grant === 'refresh_token');
		const pair =
			grant === 'authorization_code'
				? exchangeCode(store, clock, integration, required(input, 'code'))
				: exchangeRefreshToken(store, clock, integration, required(input, 'refresh_token'));
		response.json(pair);
	};
}
