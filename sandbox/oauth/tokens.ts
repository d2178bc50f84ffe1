import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock';
import { signAccessToken } from '../jwt';
import type { Store } from '../store';
import type { Grant, RefreshToken } from './types';

const codeMs = 20 * 60_000;
/** Three months without an exchange; each exchange begins them anew. */
const refreshMs = 90 * 24 * 3600_000;
const accessTokenSeconds = 86_400;

/** Looks like amoCRM's: opaque, and as long as VARCHAR(255) columns do not expect. */
const opaque = (): string => `def50200${randomBytes(360).toString('hex')}`;

const grantOf = ({ client_id, user_id, scopes }: Grant): Grant => ({ client_id, user_id, scopes });

/** An authorisation code as the consent page gives it. */
export function issueCode(store: Store, clock: Clock, grant: Grant): string {
	const code = opaque();
	store.data.oauth.codes.set(code, {
		...grantOf(grant),
		expires_at: clock.now() + codeMs,
		is_used: false,
	});
	store.touch();
	return code;
}

/** `previous` is the refresh token that is being exchanged. */
export function issuePair(store: Store, clock: Clock, grant: Grant, previous: string | null) {
	const { oauth, account } = store.data;
	const { token, jti } = signAccessToken(oauth.privateKey, clock, {
		clientId: grant.client_id,
		userId: grant.user_id,
		accountId: account.id,
		scopes: grant.scopes,
		lifetime: accessTokenSeconds,
	});
	const refreshToken = opaque();
	oauth.accessTokens.set(jti, refreshToken);
	oauth.refreshTokens.set(refreshToken, {
		...grantOf(grant),
		expires_at: clock.now() + refreshMs,
		state: 'current',
		exchanged_at: null,
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

/** Neither revoked nor idle for too long. */
export const isAlive = (clock: Clock, token: RefreshToken): boolean =>
	token.state !== 'revoked' && token.expires_at >= clock.now();

/** Whether the token endpoint still takes it: alive, and not rotated away. */
export function isExchangeable(store: Store, clock: Clock, token: RefreshToken): boolean {
	if (!isAlive(clock, token)) return false;
	const { refresh_grace: grace } = store.data.oauth.rules;
	if (token.exchanged_at === null || grace === 'until_used') return true;
	return clock.now() < token.exchanged_at + grace * 1000;
}

/** The first use of a pair retires the refresh token it came from, unless that has a time of its own. */
export function retirePrevious(store: Store, refreshToken: string): void {
	const { refreshTokens: tokens, rules } = store.data.oauth;
	const current = tokens.get(refreshToken);
	const previous = current?.previous ? tokens.get(current.previous) : undefined;
	if (!current?.previous || !previous || previous.state === 'revoked') return;
	if (rules.refresh_grace !== 'until_used') return;
	tokens.set(current.previous, { ...previous, state: 'revoked' });
	store.touch();
}
