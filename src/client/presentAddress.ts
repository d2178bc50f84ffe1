import { accountDomains, sandboxPattern, subdomainPattern } from './accountUrl';
import { readTokenClaims } from './tokenClaims';

/** A question to amoCRM where an account is by now; the answer names its host as `domain`. */
export interface AddressQuestion {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

const domainOf = (hostname: string): string | undefined =>
	accountDomains.find((domain) => hostname.endsWith(`.${domain}`));

/**
 * `https://example.amocrm.ru` for the host of an account; null for every other host, amoCRM's own such as
 * `www.amocrm.ru` among them: the token goes there.
 */
export function accountAddress(host: unknown): string | null {
	if (typeof host !== 'string') return null;
	const isOfAccount = accountDomains.some(
		(domain) => host.endsWith(`.${domain}`) && subdomainPattern(domain).test(host),
	);
	return isOfAccount && !host.includes('/') ? `https://${host}` : null;
}

/** The account's address that a redirect leads to; null where it leads elsewhere. */
export function redirectedTo(location: unknown): string | null {
	const text = String(location);
	if (!URL.canParse(text)) return null;
	const { host, username, password } = new URL(text);
	return username === '' && password === '' ? accountAddress(host) : null;
}

/** What the answer to an `AddressQuestion` says. */
export const answeredAddress = (body: unknown): string | null =>
	typeof body === 'object' && body !== null && 'domain' in body
		? accountAddress(body.domain)
		: null;

/**
 * Whom to ask where the account is, in this order: the shard by the refresh token, amoCRM's site by the
 * access token (amoCRM calls this the old way, but a long-lived token has no other). Nobody for a sandbox,
 * which answers on every address.
 * @param baseUrl of the account: `https://example.amocrm.ru`
 */
export function addressQuestions(
	baseUrl: string,
	accessToken: string,
	refreshToken: string | null,
): readonly AddressQuestion[] {
	const domain = domainOf(new URL(baseUrl).hostname);
	if (sandboxPattern.test(baseUrl) || domain === undefined) return [];
	const { apiDomain } = readTokenClaims(accessToken) ?? {};
	// The token is the user's own, but nothing vouches for a claim: only amoCRM's shards are asked.
	const isShard = /^api-[a-z0-9]+\.[a-z.]+$/.test(apiDomain ?? '') && domainOf(apiDomain ?? '');
	const byRefreshToken =
		refreshToken !== null && apiDomain && isShard
			? [
					{
						url: `https://${apiDomain}/oauth2/account/current/subdomain`,
						headers: { 'X-Refresh-Token': refreshToken },
					},
				]
			: [];
	const byAccessToken = {
		url: `https://www.${domain}/oauth2/account/subdomain`,
		headers: { Authorization: `Bearer ${accessToken}` },
	};
	return [...byRefreshToken, byAccessToken];
}
