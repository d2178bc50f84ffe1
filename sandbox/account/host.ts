import type { Request } from 'express';
import type { Account } from './account';

/** `.localhost` is this machine in every browser; what is not an address of an account is let through. */
const accountHost = /^([a-z0-9-]+)\.((?:amocrm\.ru|amocrm\.com|kommo\.com|localhost)(?::\d+)?)$/i;
/** amoCRM's own names, which belong to no account. */
const platformName = /^(?:www|amojo|api-[a-z]|drive-[a-z])$/i;

/** `former`: the account was renamed since; `foreign`: no account has that name. */
export type HostOwner = 'account' | 'former' | 'foreign' | 'nobody';

const parts = (request: Request): { readonly name: string; readonly domain: string } | null => {
	const [, name, domain] = accountHost.exec(request.get('host') ?? '') ?? [];
	return name === undefined || domain === undefined || platformName.test(name)
		? null
		: { name: name.toLowerCase(), domain };
};

/** Whose the host is that was called. An address such as 127.0.0.1 is nobody's: all of them work. */
export function hostOwner(request: Request, account: Account): HostOwner {
	const called = parts(request);
	if (!called) return 'nobody';
	if (called.name === account.subdomain) return 'account';
	return account.former_subdomains.includes(called.name) ? 'former' : 'foreign';
}

/** The request's address at the account's present host. */
export const movedTo = (request: Request, account: Account): string =>
	`${request.protocol}://${account.subdomain}.${parts(request)?.domain ?? ''}${request.originalUrl}`;

/**
 * What amoCRM calls `referer`: the host that the account is reached at. On an address of this machine
 * that is the address itself, since `sandbox.amocrm.ru` would lead elsewhere.
 */
export function refererOf(request: Request, account: Account): string {
	const host = request.get('host') ?? '';
	const [, , domain] = accountHost.exec(host) ?? [];
	return domain === undefined ? host : `${account.subdomain}.${domain}`;
}
