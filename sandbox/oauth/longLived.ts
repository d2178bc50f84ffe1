import type { Clock } from '../clock';
import { signAccessToken } from '../jwt';
import { problem } from '../problem';
import type { Store } from '../store';
import type { Grant } from './types';

const dayMs = 86_400_000;
/** Five years, two of which may be leap years. */
export const longestDays = 5 * 365 + 2;

/**
 * A long-lived token, as an administrator makes it in the integration's window. Throws a problem for a
 * public integration and for a person who is no administrator.
 */
export function issueLongLivedToken(store: Store, clock: Clock, grant: Grant, days: number) {
	const { oauth, account, users } = store.data;
	if (oauth.integrations.get(grant.client_id)?.kind === 'public') {
		throw problem(400, 'Only private and external integrations have long-lived tokens.');
	}
	if (!users.find(({ id }) => id === grant.user_id)?.is_admin) {
		throw problem(400, 'Only an administrator of the account makes long-lived tokens.');
	}
	const { token, jti } = signAccessToken(oauth.privateKey, clock, {
		clientId: grant.client_id,
		userId: grant.user_id,
		accountId: account.id,
		scopes: grant.scopes,
		lifetime: days * (dayMs / 1000),
	});
	const created_at = clock.now();
	const expires_at = created_at + days * dayMs;
	oauth.longLivedTokens.set(jti, { ...grant, created_at, expires_at, is_revoked: false });
	store.touch();
	return { token, jti, expires_at: new Date(expires_at).toISOString() };
}
