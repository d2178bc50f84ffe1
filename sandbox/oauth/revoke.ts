import type { Store } from '../store';
import type { Grant } from './types';

/**
 * Takes back what an integration was given: codes nobody has exchanged, pairs and long-lived tokens;
 * those of one user only, when one is named. Returns how many of them worked until now.
 */
export function revokeGrants(store: Store, clientId: string, userId?: number): number {
	const { codes, refreshTokens, accessTokens, longLivedTokens } = store.data.oauth;
	const isMeant = (grant: Grant): boolean =>
		grant.client_id === clientId && (userId === undefined || grant.user_id === userId);
	let revoked = 0;
	for (const [code, entry] of codes) {
		if (!isMeant(entry) || entry.is_used) continue;
		codes.set(code, { ...entry, is_used: true });
		revoked += 1;
	}
	for (const [token, entry] of refreshTokens) {
		if (!isMeant(entry) || entry.state === 'revoked') continue;
		refreshTokens.set(token, { ...entry, state: 'revoked' });
		revoked += 1;
	}
	for (const [jti, token] of accessTokens) {
		const entry = refreshTokens.get(token);
		if (entry && isMeant(entry)) accessTokens.delete(jti);
	}
	for (const [jti, entry] of longLivedTokens) {
		if (!isMeant(entry) || entry.is_revoked) continue;
		longLivedTokens.set(jti, { ...entry, is_revoked: true });
		revoked += 1;
	}
	store.touch();
	return revoked;
}
