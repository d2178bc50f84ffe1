import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import { accessTokenSeconds, signAccessToken } from '../jwt';
import type { Store } from '../store';
import type { Integration } from './types';

const codeMs = 20 * 60_000;
const refreshMs = 90 * 24 * 3600_000;

/** Looks like amoCRM's: opaque, and as long as VARCHAR(255) columns do not expect. */
const opaque = (): string => `def50200${randomBytes(360).toString('hex')}`;

/** An authorisation code as the consent page would give it. */
export function issueCode(store: Store, clock: Clock, clientId: string, userId: number): string {
	const code = opaque();
	store.data.oauth.codes.set(code, {
		client_id: clientId,
		user_id: userId,
		expires_at: clock.now() + codeMs,
		is_used: false,
	});
	store.touch();
	return code;
}

/** `previous` is the refresh token that is being exchanged. */
export function issuePair(
	store: Store,
	clock: Clock,
	integration: Integration,
	userId: number,
	previous: string | null,
) {
	const { oauth, account } = store.data;
	const { token, jti } = signAccessToken(oauth.privateKey, clock, {
		clientId: integration.client_id,
		userId,
		accountId: account.id,
		scopes: integration.scopes,
	});
	const refreshToken = opaque();
	oauth.accessTokens.set(jti, refreshToken);
	oauth.refreshTokens.set(refreshToken, {
		client_id: integration.client_id,
		user_id: userId,
		expires_at: clock.now() + refreshMs,
		state: 'current',
		previous,
	});
	store.touch();
	return {
		token_type: 'Bearer',
		expires_in: accessTokenSeconds,
		access_token: token,
		refresh_token: refreshToken,
	};
}

/** The first use of a pair retires the refresh token it came from. */
export function retirePrevious(store: Store, refreshToken: string): void {
	const tokens = store.data.oauth.refreshTokens;
	const current = tokens.get(refreshToken);
	const previous = current?.previous ? tokens.get(current.previous) : undefined;
	if (!current?.previous || !previous || previous.state === 'revoked') return;
	tokens.set(current.previous, { ...previous, state: 'revoked' });
	store.touch();
}

/** What a disabled integration means for its tokens. */
export function revokeAll(store: Store, clientId: string): void {
	const tokens = store.data.oauth.refreshTokens;
	for (const [token, entry] of tokens) {
		if (entry.client_id === clientId) tokens.set(token, { ...entry, state: 'revoked' });
	}
	for (const [jti, token] of store.data.oauth.accessTokens) {
		if (tokens.get(token)?.client_id === clientId) store.data.oauth.accessTokens.delete(jti);
	}
	store.touch();
}
