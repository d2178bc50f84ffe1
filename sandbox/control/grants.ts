import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import { publicKeyOf } from '../jwt';
import { issueLongLivedToken, longestDays } from '../oauth/longLived';
import { revokeGrants } from '../oauth/revoke';
import { problem } from '../problem';
import { integrationUserId } from '../seed/users';
import { input } from './input';
import { integrationOf } from './integration';

const rules = z
	.object({
		refresh_grace: z.union([z.literal('until_used'), z.number().min(0)]),
		redirect_uri: z.enum(['strict', 'lenient']),
		consent_redirect_uri: z.enum(['ignored', 'compared']),
		former_host: z.enum(['unauthorized', 'not_found', 'redirect']),
	})
	.strict()
	.partial();
const newToken = z.object({
	client_id: z.string(),
	user_id: z.number().int().default(integrationUserId),
	days: z.number().int().min(1).max(longestDays).default(365),
});
const whose = z.object({ user_id: z.number().int().optional() });

const iso = (ms: number): string => new Date(ms).toISOString();

/** Rules of the token endpoint, what was granted, long-lived tokens, revocation. */
export function grantsControl({ store, clock }: SandboxContext): Router {
	const router = Router();
	router.get('/oauth/rules', (_request, response) => {
		response.json(store.data.oauth.rules);
	});
	router.patch('/oauth/rules', (request, response) => {
		const changed = input(request, rules);
		const before = store.data.oauth.rules;
		store.data.oauth.rules = {
			refresh_grace: changed.refresh_grace ?? before.refresh_grace,
			redirect_uri: changed.redirect_uri ?? before.redirect_uri,
			consent_redirect_uri: changed.consent_redirect_uri ?? before.consent_redirect_uri,
			former_host: changed.former_host ?? before.former_host,
		};
		store.touch();
		response.json(store.data.oauth.rules);
	});
	router.get('/oauth/public-key', (_request, response) => {
		response.type('text/plain').send(publicKeyOf(store.data.oauth.privateKey));
	});
	// Not the tokens: whoever asks for the state of grants has no use for them.
	router.get('/oauth/grants', (_request, response) => {
		const grants = [...store.data.oauth.refreshTokens.values()].map(
			({ client_id, user_id, scopes, state, expires_at }) => ({
				client_id,
				user_id,
				scopes,
				state: state !== 'revoked' && expires_at < clock.now() ? 'expired' : state,
				expires_at: iso(expires_at),
			}),
		);
		response.json(grants);
	});
	router.post('/integrations/:clientId/revoke', (request, response) => {
		const { client_id } = integrationOf(store, request.params.clientId);
		response.json({ revoked: revokeGrants(store, client_id, input(request, whose).user_id) });
	});
	router.get('/oauth/long-lived-tokens', (_request, response) => {
		const tokens = [...store.data.oauth.longLivedTokens].map(([jti, token]) => ({
			...token,
			jti,
			created_at: iso(token.created_at),
			expires_at: iso(token.expires_at),
		}));
		response.json(tokens);
	});
	router.post('/oauth/long-lived-tokens', (request, response) => {
		const { client_id, user_id, days } = input(request, newToken);
		const { scopes } = integrationOf(store, client_id);
		const made = issueLongLivedToken(store, clock, { client_id, user_id, scopes }, days);
		response.status(201).json(made);
	});
	router.delete('/oauth/long-lived-tokens/:jti', (request, response) => {
		const { longLivedTokens } = store.data.oauth;
		const token = longLivedTokens.get(request.params.jti);
		if (!token) throw problem(404, `There is no long-lived token ${request.params.jti}.`);
		longLivedTokens.set(request.params.jti, { ...token, is_revoked: true });
		store.touch();
		response.status(204).end();
	});
	return router;
}
