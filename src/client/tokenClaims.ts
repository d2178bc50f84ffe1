/** What an access token of amoCRM says about itself. */
export interface TokenClaims {
	/** Integration id, the OAuth `client_id`; null where the token has none. */
	readonly integrationId: string | null;
	readonly accountId: number | null;
	readonly userId: string | null;
	/** `amocrm.ru` or `kommo.com`. */
	readonly baseDomain: string | null;
	/** Host of the account's shard: `api-b.amocrm.ru`. */
	readonly apiDomain: string | null;
	readonly scopes: readonly string[];
	/** Unix seconds. */
	readonly issuedAt: number | null;
	/** Unix seconds. */
	readonly expiresAt: number | null;
	/** OAuth tokens live 24 hours; one that lives longer was made by hand in the integration. */
	readonly isLongLived: boolean;
}

const oauthLifetimeSeconds = 86_400;

const text = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

const whole = (value: unknown): number | null =>
	typeof value === 'number' && Number.isSafeInteger(value) ? value : null;

function payloadOf(token: string): Readonly<Record<string, unknown>> | null {
	const parts = token.trim().split('.');
	if (parts.length !== 3 || !parts[1]) return null;
	try {
		const payload: unknown = JSON.parse(Buffer.from(parts[1], 'base64url').toString('utf8'));
		return typeof payload === 'object' && payload !== null && !Array.isArray(payload)
			? (payload as Readonly<Record<string, unknown>>)
			: null;
	} catch {
		return null;
	}
}

/**
 * The claims of a token, its signature unchecked: good for telling people about their own token, never
 * for trusting somebody else's. Null for what is no JSON web token.
 */
export function readTokenClaims(token: string): TokenClaims | null {
	const payload = payloadOf(token);
	if (!payload) return null;
	const issuedAt = whole(payload['iat']);
	const expiresAt = whole(payload['exp']);
	const scopes = payload['scopes'];
	return {
		integrationId: text(payload['aud']),
		accountId: whole(payload['account_id']),
		userId: text(payload['sub']),
		baseDomain: text(payload['base_domain']),
		apiDomain: text(payload['api_domain']),
		scopes: Array.isArray(scopes) ? scopes.filter((one) => typeof one === 'string') : [],
		issuedAt,
		expiresAt,
		isLongLived:
			issuedAt !== null && expiresAt !== null && expiresAt - issuedAt > oauthLifetimeSeconds,
	};
}
