import { readTokenClaims } from './tokenClaims';

/** What n8n keeps of an OAuth2 credential's tokens. */
export interface StoredTokens {
	readonly access_token?: unknown;
	readonly refresh_token?: unknown;
	/** Unix milliseconds by n8n's clock, as text. */
	readonly n8n_expires_at?: unknown;
	/** What amoCRM sent beside the code when the credential was connected. */
	readonly callbackQueryString?: { readonly referer?: unknown };
}

/** Longer than any request takes: a token that leaves with one is still good when it arrives. */
const marginMs = 5 * 60_000;

/**
 * When the access token is to be renewed: Unix milliseconds, some minutes before its end. Infinity where
 * nothing tells its age; amoCRM's 401 has to tell it then.
 */
export function renewalTime(tokens: StoredTokens | undefined): number {
	// n8n counted from its own clock, so that one which is wrong does no harm; the token knows amoCRM's.
	const stored = Number(tokens?.n8n_expires_at ?? NaN);
	if (Number.isFinite(stored) && stored > 0) return stored - marginMs;
	const expiresAt = readTokenClaims(String(tokens?.access_token ?? ''))?.expiresAt;
	return expiresAt ? expiresAt * 1000 - marginMs : Infinity;
}
