import { z } from 'zod';

/** What amoCRM writes into an access token about where it comes from. */
export interface AccessTokenClaims {
	/** The integration it was given to. */
	readonly clientId: string;
	readonly issuedAt: Date;
}

const claims = z.object({ aud: z.string().min(1), iat: z.number().int().positive() });

/**
 * Reads a token without checking it: only for one that amoCRM has just accepted. Null for what is no
 * token of amoCRM's (the sandbox accepts a plain word).
 */
export function accessTokenClaims(token: unknown): AccessTokenClaims | null {
	if (typeof token !== 'string') return null;
	const [, payload] = token.split('.');
	if (payload === undefined) return null;
	try {
		const { aud, iat } = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
		return { clientId: aud, issuedAt: new Date(iat * 1000) };
	} catch {
		return null;
	}
}
