import type { OAuthRules } from './rules';

export interface Integration {
	readonly client_id: string;
	readonly client_secret: string;
	readonly name: string;
	/** Public ones get no long-lived tokens. */
	readonly kind: 'private' | 'public' | 'external';
	readonly redirect_uri: string;
	readonly scopes: readonly string[];
	/** Switched off: its tokens are refused until the next grant. */
	readonly is_disabled: boolean;
}

/** Who agreed, and to what: changed scopes of the integration need a new consent. */
export interface Grant {
	readonly client_id: string;
	readonly user_id: number;
	readonly scopes: readonly string[];
}

export interface Code extends Grant {
	/** Clock milliseconds. */
	readonly expires_at: number;
	/** Exchanged, or taken back before it was. */
	readonly is_used: boolean;
}

export interface RefreshToken extends Grant {
	/** Clock milliseconds. */
	readonly expires_at: number;
	/** `exchanged`: a newer pair exists, and the rules may still accept this one. */
	readonly state: 'current' | 'exchanged' | 'revoked';
	/** Clock milliseconds of the first exchange. */
	readonly exchanged_at: number | null;
	/** The refresh token this one came from. */
	readonly previous: string | null;
}

/** A token without a pair: made in the account, shown once. */
export interface LongLivedToken extends Grant {
	/** Clock milliseconds. */
	readonly created_at: number;
	readonly expires_at: number;
	readonly is_revoked: boolean;
}

export interface OAuthData {
	/** PEM of the RS256 key that signs access tokens. */
	readonly privateKey: string;
	rules: OAuthRules;
	readonly integrations: Map<string, Integration>;
	readonly codes: Map<string, Code>;
	readonly refreshTokens: Map<string, RefreshToken>;
	/** `jti` of an access token → its refresh token. */
	readonly accessTokens: Map<string, string>;
	/** By `jti`. */
	readonly longLivedTokens: Map<string, LongLivedToken>;
}
