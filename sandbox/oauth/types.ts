export interface Integration {
	readonly client_id: string;
	readonly client_secret: string;
	readonly name: string;
	readonly redirect_uri: string;
	readonly scopes: readonly string[];
	/** Switched off: its tokens are refused until the next grant. */
	readonly is_disabled: boolean;
}

export interface Code {
	readonly client_id: string;
	readonly user_id: number;
	/** Clock milliseconds. */
	readonly expires_at: number;
	readonly is_used: boolean;
}

export interface RefreshToken {
	readonly client_id: string;
	readonly user_id: number;
	readonly expires_at: number;
	/** `exchanged`: a newer pair exists, but nobody has used it yet. */
	readonly state: 'current' | 'exchanged' | 'revoked';
	/** The refresh token this one came from; revoked when this pair is first used. */
	readonly previous: string | null;
}

export interface OAuthData {
	/** PEM of the RS256 key that signs access tokens. */
	readonly privateKey: string;
	readonly integrations: Map<string, Integration>;
	readonly codes: Map<string, Code>;
	readonly refreshTokens: Map<string, RefreshToken>;
	/** `jti` of an access token → its refresh token. */
	readonly accessTokens: Map<string, string>;
}
