import { createHmac, timingSafeEqual } from 'node:crypto';

/** An integration as its page "Keys and scopes" in amoCRM shows it. */
export interface IntegrationKeys {
	readonly clientId: string;
	/** Signs the hook. Empty means: not entered yet, nothing is accepted. */
	readonly clientSecret: string;
}

/** What the hook says, or why it is not believed (words for our own log, without the signature). */
export type DisconnectReading =
	| { readonly accountId: number; readonly clientId: string; readonly refusal?: never }
	| { readonly refusal: string; readonly accountId?: never; readonly clientId?: never };

const hmacSha256 = /^[0-9a-f]{64}$/;
const positiveInteger = /^[1-9]\d{0,15}$/;

/**
 * Reads amoCRM's call that an integration was removed from an account: `client_uuid`, `account_id` and
 * `signature`, the HMAC-SHA256 of "client_uuid|account_id" under the integration's secret key. Never throws.
 */
export function readDisconnectHook(
	query: Readonly<Record<string, unknown>>,
	{ clientId, clientSecret }: IntegrationKeys,
): DisconnectReading {
	// Anybody can sign with an empty key.
	if (!clientId || !clientSecret) return { refusal: 'the keys of the integration are not entered' };
	const { client_uuid: client, account_id: account, signature } = query;
	if (typeof account !== 'string' || !positiveInteger.test(account)) {
		return { refusal: 'it names no account' };
	}
	if (typeof signature !== 'string' || !hmacSha256.test(signature)) {
		return { refusal: 'it has no signature' };
	}
	if (client !== clientId) return { refusal: 'it is about another integration' };
	const expected = createHmac('sha256', clientSecret).update(`${clientId}|${account}`).digest();
	if (!timingSafeEqual(Buffer.from(signature, 'hex'), expected)) {
		return { refusal: 'its signature is wrong' };
	}
	const accountId = Number(account);
	return Number.isSafeInteger(accountId)
		? { accountId, clientId }
		: { refusal: 'it names no account' };
}
