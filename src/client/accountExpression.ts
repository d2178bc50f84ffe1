import { accountDomains, sandboxPattern, subdomainPattern } from './accountUrl';
import { isRedirectUrlUnusable, unusableRedirectUrlSite } from './redirectExpression';

/** Reserved by RFC 2606: no name under it is ever looked up, so no token ever leaves. */
const nowhere = 'https://not-an-account.invalid';

const field = (source: string, name: string, fallback: string): string =>
	`String(${source}["${name}"] || "${fallback}").trim().toLowerCase()`;

const literal = (pattern: RegExp): string => `/${pattern.source}/`;

/** A JavaScript expression of the sandbox's address. */
const sandboxUrl = (source: string): string => {
	const given = field(source, 'sandboxUrl', 'http://127.0.0.1:8090');
	const pattern = literal(sandboxPattern);
	return `(${pattern}.test(${given}) ? ${given}.replace(${pattern}, "$1") : "${nowhere}")`;
};

const choose = (
	source: string,
	sandbox: string,
	real: (domain: (typeof accountDomains)[number]) => string,
): string => {
	const domain = field(source, 'domain', 'amocrm.ru');
	const branches = accountDomains.map((one) => `${domain} === "${one}" ? ${real(one)} : `);
	return `(${branches.join('')}${domain} === "sandbox" ? ${sandbox} : "${nowhere}")`;
};

/**
 * `accountBaseUrl` for the places where n8n takes only an expression: the test of a credential and the
 * token address. Both use the same patterns, and what they refuse goes nowhere.
 * `source` is `$credentials` in a test, `$self` in a field of the credential.
 */
export const accountUrlExpression = (source: '$credentials' | '$self', path = ''): string => {
	const given = field(source, 'subdomain', '');
	const real = (domain: (typeof accountDomains)[number]): string => {
		const pattern = literal(subdomainPattern(domain));
		return `(${pattern}.test(${given}) ? "https://" + ${given}.replace(${pattern}, "$1") + ".${domain}" : "${nowhere}")`;
	};
	return `={{ ${choose(source, sandboxUrl(source), real)} + "${path}" }}`;
};

/**
 * Where n8n's own nodes may take the credential, as n8n's `allowedDomains` has it: to the hosts that
 * `ownUrl` lets pass, or for a sandbox to this machine. Hosts only: n8n looks at no port there.
 */
export const allowedDomainsExpression = (source: '$self'): string => {
	const hosts = accountDomains.map((domain) => `*.${domain}`).join(', ');
	return `={{ ${choose(source, '"127.0.0.1, localhost, [::1]"', () => `"${hosts}"`)} }}`;
};

/** Where the user agrees: the brand's own site, which knows the account from the session. */
export const authorizeUrlExpression = (source: '$self'): string => {
	const site = choose(source, sandboxUrl(source), (domain) => `"https://www.${domain}"`);
	return `={{ (${isRedirectUrlUnusable} ? "${unusableRedirectUrlSite}" : ${site}) + "/oauth" }}`;
};
