import { documentedRules } from './rules';
import type { Grant, Integration, OAuthData } from './types';

/** State files of before grants had scopes of their own, integrations a kind, and the server rules. */
export function completeOAuth(oauth: OAuthData): OAuthData {
	const withKind = (one: Integration): Integration => ({ ...one, kind: one.kind ?? 'private' });
	const withScopes = <T extends Grant>(one: T): T => ({
		...one,
		scopes: one.scopes ?? oauth.integrations.get(one.client_id)?.scopes ?? [],
	});
	const each = <T>(map: ReadonlyMap<string, T>, complete: (one: T) => T) =>
		new Map([...map].map(([key, one]) => [key, complete(one)]));
	return {
		...oauth,
		rules: { ...documentedRules, ...oauth.rules },
		integrations: each(oauth.integrations, withKind),
		codes: each(oauth.codes, withScopes),
		refreshTokens: each(oauth.refreshTokens, (token) => ({
			...withScopes(token),
			exchanged_at: token.exchanged_at ?? null,
		})),
		longLivedTokens: oauth.longLivedTokens ?? new Map(),
	};
}
