import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { sign, verify, type JwtPayload } from 'jsonwebtoken';
import type { Clock } from './clock';

/** What `newPrivateKey` gives, without its secret half: for those who check a signature. */
export const publicKeyOf = (privateKey: string): string =>
	createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();

export const newPrivateKey = (): string =>
	generateKeyPairSync('rsa', {
		modulusLength: 2048,
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		publicKeyEncoding: { type: 'spki', format: 'pem' },
	}).privateKey;

export interface Bearer {
	readonly clientId: string;
	readonly userId: number;
	readonly accountId: number;
	readonly scopes: readonly string[];
	/** Seconds. */
	readonly lifetime: number;
}

const clockSeconds = (clock: Clock): number => Math.floor(clock.now() / 1000);

/** amoCRM's access token: RS256, the user in `sub`, the integration in `aud`. */
export function signAccessToken(
	privateKey: string,
	clock: Clock,
	bearer: Bearer,
): { readonly token: string; readonly jti: string } {
	const jti = randomBytes(40).toString('hex');
	const iat = clockSeconds(clock);
	const token = sign(
		{
			aud: bearer.clientId,
			jti,
			iat,
			nbf: iat,
			exp: iat + bearer.lifetime,
			sub: String(bearer.userId),
			grant_type: '',
			account_id: bearer.accountId,
			base_domain: 'amocrm.ru',
			version: 2,
			scopes: bearer.scopes,
			api_domain: 'api-b.amocrm.ru',
		},
		privateKey,
		{ algorithm: 'RS256' },
	);
	return { token, jti };
}

/** The claims of a token we signed and that has not run out, else null. */
export function readAccessToken(
	privateKey: string,
	clock: Clock,
	token: string,
): JwtPayload | null {
	try {
		const claims = verify(token, createPublicKey(privateKey), {
			algorithms: ['RS256'],
			clockTimestamp: clockSeconds(clock),
		});
		return typeof claims === 'string' ? null : claims;
	} catch {
		return null;
	}
}
