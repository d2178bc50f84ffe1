import { isIP } from 'node:net';
import { isPrivateAddress } from './privateAddress';

/** What amoCRM is given the address for; each is a field of the integration or of the API. */
export type PublicUrlUse = 'webhook' | 'redirect URI' | 'disconnect hook';

export interface BrokenRule {
	readonly rule: string;
	/** `warning`: amoCRM publishes no such rule, but nobody was seen to succeed without. */
	readonly state: 'failed' | 'warning';
	/** What is wrong, after the address: `has the scheme http`. */
	readonly text: string;
	/** What to do about it. */
	readonly fix: string;
}

interface Address {
	/** As it was typed: the parsed one has every Cyrillic letter already written in punycode. */
	readonly typed: string;
	readonly typedHost: string;
	readonly url: URL;
	readonly use: PublicUrlUse;
}

interface Rule {
	readonly name: string;
	readonly state: BrokenRule['state'];
	/** Null where the rule is kept. */
	readonly broken: (address: Address) => string | null;
	readonly fix: string;
}

const isAscii = (text: string): boolean => /^[\x21-\x7e]*$/.test(text);

/** `[::1]` is written in brackets in an address and without them everywhere else. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** Names that only a network of one's own resolves (RFC 2606, 6761, 6762, 8375 and `.internal`). */
const localName =
	/(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|test|invalid|example|localdomain)$/;

const rules: readonly Rule[] = [
	{
		name: 'HTTPS',
		state: 'failed',
		broken: ({ url }) =>
			url.protocol === 'https:' ? null : `has the scheme ${url.protocol.slice(0, -1)}`,
		fix: 'serve it over HTTPS and give amoCRM the https:// address (docs/guides/nginx.md)',
	},
	{
		name: 'Latin',
		state: 'failed',
		broken: ({ typedHost }) =>
			isAscii(typedHost) ? null : 'has a host that is not in Latin letters',
		fix: 'use a host name of a to z, 0 to 9 and hyphens; a Cyrillic domain needs a Latin one beside it',
	},
	{
		name: 'no punycode',
		state: 'failed',
		broken: ({ typedHost }) => {
			const label = typedHost
				.toLowerCase()
				.split('.')
				.find((part) => part.startsWith('xn--'));
			return label ? `has the punycode name ${label}` : null;
		},
		fix: 'use a Latin domain: amoCRM refuses a Cyrillic one in its punycode form, too',
	},
	{
		name: 'reachable',
		state: 'failed',
		broken: ({ url }) => {
			const host = hostOf(url).replace(/\.$/, '');
			if (isPrivateAddress(host)) return `has the address ${host} of a private network`;
			const isName = isIP(host) === 0;
			return isName && (localName.test(host) || !host.includes('.'))
				? `has the name ${host}, which only your own network knows`
				: null;
		},
		fix: 'use a name that the public DNS resolves to this server',
	},
	{
		name: 'Latin path',
		state: 'failed',
		broken: ({ typed, typedHost }) =>
			isAscii(typed.replace(typedHost, '')) ? null : 'has letters in its path that are not Latin',
		fix: 'use a path of Latin letters',
	},
	{
		name: 'path',
		state: 'failed',
		broken: ({ typed, use }) =>
			use === 'webhook' && /^[a-z]+:\/\/[^/?#]*$/i.test(typed) ? 'has no path' : null,
		fix: 'add the path of the webhook; Kommo refuses a bare host even without a slash after it',
	},
	{
		name: 'no fragment',
		state: 'warning',
		broken: ({ url }) => (url.hash === '' ? null : 'has a part after #, which no server ever sees'),
		fix: 'leave out the # and what follows',
	},
	{
		name: 'no user',
		state: 'warning',
		broken: ({ url }) =>
			url.username === '' && url.password === ''
				? null
				: 'has a user or a password before the host',
		fix: 'leave them out: they would be shown to every administrator of the account',
	},
	{
		name: 'host name',
		state: 'warning',
		broken: ({ url }) => {
			const host = hostOf(url);
			return isIP(host) !== 0 && !isPrivateAddress(host) ? 'has an IP address for a host' : null;
		},
		fix: "use a host name: amoCRM's documentation speaks of domains only, and few certificates hold an address",
	},
	{
		name: 'usual port',
		state: 'warning',
		broken: ({ url }) => (url.port === '' ? null : `has the port ${url.port}`),
		fix: "use port 443: amoCRM's documentation shows no address with another",
	},
];

/** The host as it was typed, with neither user nor port. */
function hostAsTyped(typed: string): string {
	const authority = /^[a-z][a-z0-9+.-]*:[\\/]*([^\\/?#]*)/i.exec(typed)?.[1] ?? '';
	return authority.replace(/^.*@/, '').replace(/:[0-9]*$/, '');
}

/** Which of amoCRM's rules for public addresses this one breaks by its looks; empty when none. */
export function brokenRules(given: string, use: PublicUrlUse): readonly BrokenRule[] {
	const typed = given.trim();
	if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) || !URL.canParse(typed)) {
		return [
			{
				rule: 'whole address',
				state: 'failed',
				text: 'is no address',
				fix: 'give it whole: https://n8n.example.ru/path',
			},
		];
	}
	const address = { typed, typedHost: hostAsTyped(typed), url: new URL(typed), use };
	return rules.flatMap(({ name, state, broken, fix }) => {
		const text = broken(address);
		return text === null ? [] : [{ rule: name, state, text, fix }];
	});
}
