import { AmoCrmError } from './errors';
import { accountAddress } from './presentAddress';
import { readTokenClaims, type TokenClaims } from './tokenClaims';
import type { ApiRequest } from './types';

const day = (unixSeconds: number): string =>
	new Date(unixSeconds * 1000).toISOString().slice(0, 10);

interface Reason {
	readonly means: string;
	readonly remedy: string;
}

const newToken = 'Create a new long-lived token in the integration and put it into the credential.';

/** Older accounts of Kommo answer at amocrm.com too; their tokens say kommo.com. */
const present = (host: string): string => host.replace(/(^|\.)amocrm\.com$/, '$1kommo.com');

function reasonOf(claims: TokenClaims | null, baseUrl: string, now: number): Reason | null {
	if (!claims) return null;
	const { expiresAt, baseDomain } = claims;
	if (expiresAt !== null && expiresAt <= now) {
		return { means: `the token ended on ${day(expiresAt)}`, remedy: newToken };
	}
	const { protocol, hostname } = new URL(baseUrl);
	const isElsewhere = baseDomain && !present(hostname).endsWith(`.${present(baseDomain)}`);
	if (protocol === 'https:' && isElsewhere) {
		return {
			means: `the token belongs to an account at ${baseDomain}`,
			remedy: `Choose the domain ${baseDomain} and the subdomain of that account in the credential.`,
		};
	}
	return null;
}

/**
 * A 401 of the API for a long-lived token: amoCRM says the same for a revoked token, one that has ended
 * and an unknown subdomain, so the token itself is asked.
 * @param baseUrl of the account: `https://example.amocrm.ru`
 * @param now unix seconds
 */
export function longLivedTokenError(
	request: ApiRequest,
	token: string,
	baseUrl: string,
	now: number,
): AmoCrmError {
	const reason = reasonOf(readTokenClaims(token), baseUrl, now) ?? {
		means: 'the token was revoked, or it is not of this account',
		remedy: `${newToken} Also check the subdomain and the domain, and that the integration is not switched off in amoCRM.`,
	};
	return new AmoCrmError({
		code: 'unauthorized',
		status: 401,
		message: `amoCRM did not accept the credential: ${reason.means}`,
		hint: reason.remedy,
		request: { method: request.method, path: request.path },
	});
}

/**
 * A 401 of the API for an OAuth2 credential, whose token n8n has just renewed or could not.
 * @param connectedHost what amoCRM called the account on connecting (`referer`): `example.amocrm.ru`
 */
export function oauthAccessError(
	request: ApiRequest,
	baseUrl: string,
	connectedHost: unknown,
): AmoCrmError {
	const { hostname } = new URL(baseUrl);
	const isOther =
		accountAddress(connectedHost) !== null && present(String(connectedHost)) !== present(hostname);
	return new AmoCrmError({
		code: 'unauthorized',
		status: 401,
		message: isOther
			? `amoCRM did not accept the credential: it was connected for ${String(connectedHost)}, not for ${hostname}`
			: 'amoCRM did not accept the credential',
		hint: isOther
			? `Put the subdomain and the domain of ${String(connectedHost)} into the credential, or connect it anew if that account was renamed.`
			: 'Open the credential and connect it anew; also check the subdomain, and that the integration is not switched off in amoCRM.',
		request: { method: request.method, path: request.path },
	});
}

/**
 * A 401 of an account that is not the token's.
 * @param present where amoCRM says that the token's account is: `https://example.amocrm.ru`
 */
export function otherAccountError(
	request: ApiRequest,
	baseUrl: string,
	present: string,
): AmoCrmError {
	const [host, given] = [present, baseUrl].map((url) => new URL(url).hostname);
	return new AmoCrmError({
		code: 'unauthorized',
		status: 401,
		message: `amoCRM did not accept the credential: its token is of the account at ${host}, not at ${given}`,
		hint: `If that is the account you mean, it was renamed: put the subdomain and the domain of ${host} into the credential. Else give the credential a token of ${given}.`,
		request: { method: request.method, path: request.path },
	});
}
