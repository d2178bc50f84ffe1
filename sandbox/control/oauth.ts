import { randomBytes, randomUUID } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { refererOf } from '../account/host';
import type { SandboxContext } from '../context';
import { addressWithCode } from '../oauth/callback';
import { deliverCode } from '../oauth/install';
import { revokeGrants } from '../oauth/revoke';
import { issueCode } from '../oauth/tokens';
import type { Integration } from '../oauth/types';
import { integrationUserId } from '../seed/users';
import { input } from './input';
import { integrationOf } from './integration';

const integration = z.object({
	name: z.string().min(1).max(255).default('Integration'),
	kind: z.enum(['private', 'public', 'external']).default('private'),
	redirect_uri: z.string().url(),
	scopes: z.array(z.string()).default(['crm', 'notifications']),
});
const change = z.object({
	redirect_uri: z.string().url().optional(),
	scopes: z.array(z.string()).optional(),
});
const installer = z.object({ user_id: z.number().int().default(integrationUserId) });
const grant = installer.extend({ client_id: z.string() });

/** Integrations, their secrets (loopback only) and the codes that the consent page would give. */
export function oauthControl({ store, clock }: SandboxContext): Router {
	const router = Router();
	router.get('/integrations', (_request, response) => {
		response.json([...store.data.oauth.integrations.values()]);
	});
	router.post('/integrations', (request, response) => {
		const created: Integration = {
			...input(request, integration),
			client_id: randomUUID(),
			client_secret: randomBytes(48).toString('base64url'),
			is_disabled: false,
		};
		store.data.oauth.integrations.set(created.client_id, created);
		store.touch();
		response.status(201).json(created);
	});
	router.patch('/integrations/:clientId', (request, response) => {
		const before = integrationOf(store, request.params.clientId);
		const { redirect_uri = before.redirect_uri, scopes = before.scopes } = input(request, change);
		const changed = { ...before, redirect_uri, scopes };
		store.data.oauth.integrations.set(changed.client_id, changed);
		store.touch();
		response.json(changed);
	});
	router.post('/integrations/:clientId/disable', (request, response) => {
		const { client_id } = integrationOf(store, request.params.clientId);
		store.data.oauth.integrations.set(client_id, {
			...integrationOf(store, client_id),
			is_disabled: true,
		});
		revokeGrants(store, client_id);
		response.json({ ok: true });
	});
	router.post('/integrations/:clientId/install', async (request, response) => {
		const found = integrationOf(store, request.params.clientId);
		const { user_id } = input(request, installer);
		const referer = refererOf(request, store.data.account);
		const added = { referer, from_widget: '1' };
		const address = addressWithCode(store, clock, found, user_id, added);
		response.json({ status: await deliverCode(address) });
	});
	router.post('/oauth/codes', (request, response) => {
		const { client_id, user_id } = input(request, grant);
		const { redirect_uri, scopes } = integrationOf(store, client_id);
		const code = issueCode(store, clock, { client_id, user_id, scopes });
		response.status(201).json({ code, redirect_uri });
	});
	return router;
}
