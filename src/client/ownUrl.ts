import { accountDomains, sandboxPattern } from './accountUrl';
import { AmoCrmError } from './errors';

const isOfAmoCrm = ({ protocol, hostname, port, username, password }: URL): boolean =>
	protocol === 'https:' &&
	port === '' &&
	username === '' &&
	password === '' &&
	accountDomains.some((domain) => hostname.endsWith(`.${domain}`));

/**
 * An address that amoCRM's own answer names: of the files service, of an upload, of a download. Throws an
 * AmoCrmError unless the host is amoCRM's (for a sandbox: that sandbox), since the token goes with it.
 * @param baseUrl of the account: `https://example.amocrm.ru`
 */
export function ownUrl(baseUrl: string, given: unknown): URL {
	const text = String(given);
	if (URL.canParse(text)) {
		const url = new URL(text);
		const isOwn = sandboxPattern.test(baseUrl)
			? url.origin === new URL(baseUrl).origin
			: isOfAmoCrm(url);
		if (isOwn) return url;
	}
	const host = URL.canParse(text) ? new URL(text).host : text;
	throw new AmoCrmError({
		code: 'unexpectedAnswer',
		status: 0,
		message: `The files of the account are said to be at "${host}", which is no host of amoCRM`,
		hint: 'Nothing was sent there, because the token would have gone with it. Files may not be part of the plan; else ask the support of amoCRM.',
	});
}
