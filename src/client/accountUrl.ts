import { AmoCrmError } from './errors';

/** Where an account can live; the credential offers these and `sandbox`. */
export const accountDomains = ['amocrm.ru', 'kommo.com', 'amocrm.com'] as const;

export type AccountDomain = (typeof accountDomains)[number];

/** `example`, `example.amocrm.ru` or a pasted address of the account, of this domain only. */
export const subdomainPattern = (domain: AccountDomain): RegExp =>
	new RegExp(
		`^(?:https?:\\/\\/)?(?!www\\.|www$)([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\\.${domain.replace('.', '\\.')})?(?:\\/\\S*)?$`,
	);

/** Only this machine: an address elsewhere would be handed the token. */
export const sandboxPattern =
	/^(https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?)\/?$/;

const refuse = (message: string, hint: string): AmoCrmError =>
	new AmoCrmError({ code: 'badInput', status: 0, message, hint });

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value.trim().toLowerCase() : '';

function realAccount(domain: AccountDomain, given: unknown): string {
	const text = textOf(given);
	if (text === '') {
		throw refuse(
			'The credential has no subdomain',
			`For https://example.${domain} it is "example".`,
		);
	}
	const subdomain = subdomainPattern(domain).exec(text)?.[1];
	if (subdomain && subdomain.length <= 63) return `https://${subdomain}.${domain}`;
	const elsewhere = accountDomains.find((other) => subdomainPattern(other).test(text));
	throw refuse(
		`"${text}" is not a subdomain of ${domain}`,
		elsewhere
			? `The account is at ${elsewhere}: choose that domain in the credential.`
			: `Give the first part of the account's address only: for https://example.${domain} it is "example".`,
	);
}

function sandbox(given: unknown): string {
	const url = sandboxPattern.exec(textOf(given) || 'http://127.0.0.1:8090')?.[1];
	if (url && URL.canParse(url)) return url;
	throw refuse(
		`The sandbox URL "${textOf(given)}" is not on this machine`,
		'Only http://127.0.0.1, http://localhost and http://[::1] with a port are accepted.',
	);
}

/**
 * `https://example.amocrm.ru`, without a slash at the end, from the fields `domain`, `subdomain` and
 * `sandboxUrl` of either credential. Throws an AmoCrmError for anything that would send the token to a
 * host which is not the account's.
 */
export function accountBaseUrl(credential: Readonly<Record<string, unknown>>): string {
	const domain = credential['domain'] ?? 'amocrm.ru';
	if (domain === 'sandbox') return sandbox(credential['sandboxUrl']);
	const known = accountDomains.find((one) => one === domain);
	if (!known) {
		throw refuse(
			`"${String(domain)}" is not a domain of amoCRM`,
			`Choose one of ${accountDomains.join(', ')} in the credential.`,
		);
	}
	return realAccount(known, credential['subdomain']);
}
