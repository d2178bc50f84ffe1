import { randomBytes, randomUUID } from 'node:crypto';
import { newPrivateKey } from '../jwt';
import { documentedRules } from '../oauth/rules';
import type { Integration, OAuthData } from '../oauth/types';

/** One integration, as n8n's Connect button needs it; its secret is made up on every first start. */
export function newOAuthData(): OAuthData {
	const client_id = randomUUID();
	const integration: Integration = {
		client_id,
		client_secret: randomBytes(48).toString('base64url'),
		name: 'n8n',
		kind: 'private',
		redirect_uri: 'http://localhost:5678/rest/oauth2-credential/callback',
		scopes: ['push_notifications', 'files', 'crm', 'files_delete', 'notifications'],
		is_disabled: false,
	};
	return {
		privateKey: newPrivateKey(),
		rules: documentedRules,
		integrations: new Map([[client_id, integration]]),
		codes: new Map(),
		refreshTokens: new Map(),
		accessTokens: new Map(),
		longLivedTokens: new Map(),
	};
}
