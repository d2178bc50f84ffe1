import fc from 'fast-check';
import type { ICredentialType } from 'n8n-workflow';
import { AmoCrmApi } from '../../credentials/AmoCrmApi.credentials';
import { AmoCrmOAuth2Api } from '../../credentials/AmoCrmOAuth2Api.credentials';
import { accountUrlExpression, authorizeUrlExpression } from './accountExpression';
import { accountBaseUrl, accountDomains } from './accountUrl';
import { AmoCrmError } from './errors';

const thrownBy = (action: () => unknown): AmoCrmError => {
	try {
		action();
	} catch (error) {
		return error as AmoCrmError;
	}
	throw new Error('nothing was thrown');
};

/** What n8n does with `={{ … }}`, in its simplest form. */
const evaluate = (expression: string, fields: object): string =>
	new Function('$self', '$credentials', `return ${expression.slice(3, -2)}`)(
		fields,
		fields,
	) as string;

const viaExpression = (fields: object): string =>
	evaluate(accountUrlExpression('$credentials'), fields);

describe('the address of an account', () => {
	it.each([
		['example', 'https://example.amocrm.ru'],
		['  Example ', 'https://example.amocrm.ru'],
		['example.amocrm.ru', 'https://example.amocrm.ru'],
		['https://example.amocrm.ru/', 'https://example.amocrm.ru'],
		['https://example.amocrm.ru/leads/pipeline/1/?a=b', 'https://example.amocrm.ru'],
		['my-shop-2', 'https://my-shop-2.amocrm.ru'],
	])('is made of what people paste: %s', (subdomain, url) => {
		const fields = { domain: 'amocrm.ru', subdomain };
		expect(accountBaseUrl(fields)).toBe(url);
		expect(viaExpression(fields)).toBe(url);
	});

	it.each(accountDomains)('stays at %s', (domain) => {
		expect(accountBaseUrl({ domain, subdomain: 'example' })).toBe(`https://example.${domain}`);
	});

	it.each([
		'',
		'evil.com',
		'evil.com/',
		'a@evil.com',
		'evil.com#',
		'evil.com?',
		'example.amocrm.ru.evil.com',
		'example.amocrm.ru@evil.com',
		'example.amocrm.ru:8443@evil.com/',
		'https://evil.com/example.amocrm.ru',
		'evil.com\\',
		'a b',
		'-a',
		'www',
		'https://www.amocrm.ru/',
		'пример',
		'evil.com\u3002',
		'a\uff0eevil.com',
		'example.amocrm.ru.',
		'example.',
		'example.amocrm\u3002ru',
		'example%2eevil.com',
		'example%00.evil.com',
		'example\n.evil.com',
		'example\t@evil.com',
		'example\u0000',
		'ex\u200bample',
		'e\u0445ample',
		'//evil.com',
		'https:evil.com',
		'https://user:password@example.amocrm.ru',
		'https://example.amocrm.ru:8443',
		'https://example.amocrm.ru\\@evil.com',
		'https://example.amocrm.ru#@evil.com',
		'https://example.amocrm.ru?@evil.com',
		'javascript:alert(1)',
		'[::1]',
		'127.0.0.1',
		'2130706433.evil.com',
		'"+process.env.HOME+"',
		'}}{{$env',
	])('is refused, and goes nowhere from an expression, for %j', (subdomain) => {
		const fields = { domain: 'amocrm.ru', subdomain };
		const error = thrownBy(() => accountBaseUrl(fields));
		expect(error).toBeInstanceOf(AmoCrmError);
		expect(error.hint).not.toBe('');
		expect(new URL(viaExpression(fields)).hostname).toBe('not-an-account.invalid');
	});

	it('names the right domain when the pasted address has another one', () => {
		const { hint } = thrownBy(() =>
			accountBaseUrl({ domain: 'amocrm.ru', subdomain: 'https://example.kommo.com' }),
		);
		expect(hint).toContain('kommo.com');
	});

	it('never leaves the chosen domain, whatever is typed, in code and in the expression alike', () => {
		const piece = fc.constantFrom(
			'a',
			'evil.com',
			'.',
			'/',
			'@',
			':',
			'\\',
			'#',
			'?',
			'.amocrm.ru',
			'\u3002',
			'\uff0e',
			'%2e',
			'\n',
			'https://',
		);
		const typed = fc.oneof(
			fc.string({ maxLength: 12 }),
			fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
		);
		fc.assert(
			fc.property(typed, (subdomain) => {
				const fields = { domain: 'amocrm.ru', subdomain };
				const { hostname } = new URL(viaExpression(fields));
				expect(hostname).toMatch(/^(?:[a-z0-9-]+\.amocrm\.ru|not-an-account\.invalid)$/);
				const isRefused = hostname === 'not-an-account.invalid';
				const own = (): string => new URL(accountBaseUrl(fields)).hostname;
				if (isRefused) expect(own).toThrow(AmoCrmError);
				else expect(own()).toBe(hostname);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('the address of the sandbox', () => {
	it.each([
		[undefined, 'http://127.0.0.1:8090'],
		['http://127.0.0.1:9000/', 'http://127.0.0.1:9000'],
		['http://localhost:9000', 'http://localhost:9000'],
		['http://[::1]:9000', 'http://[::1]:9000'],
	])('may be on this machine: %s', (sandboxUrl, url) => {
		const fields = { domain: 'sandbox', sandboxUrl };
		expect(accountBaseUrl(fields)).toBe(url);
		expect(viaExpression(fields)).toBe(url);
	});

	it.each([
		'http://evil.com:8090',
		'http://127.0.0.1.evil.com',
		'http://127.0.0.1@evil.com',
		'http://127.0.0.1:8090@evil.com',
		'http://localhost.evil.com/',
		'file:///etc/passwd',
		'127.0.0.1:8090',
		'http://127.0.0.1\u3002evil.com',
		'http://127.0.0.1:8090#@evil.com',
		'http://localhost.',
		'http://127.0.0.1:8090\\@evil.com',
		'http://[::ffff:8.8.8.8]:8090',
	])('is refused elsewhere: %s', (sandboxUrl) => {
		const fields = { domain: 'sandbox', sandboxUrl };
		expect(thrownBy(() => accountBaseUrl(fields)).message).toContain('not on this machine');
		expect(viaExpression(fields)).toBe('https://not-an-account.invalid');
	});
});

it('sends the user to the page of the brand to agree', () => {
	const page = authorizeUrlExpression('$self');
	expect(evaluate(page, { domain: 'amocrm.ru' })).toBe('https://www.amocrm.ru/oauth');
	expect(evaluate(page, { domain: 'kommo.com' })).toBe('https://www.kommo.com/oauth');
	expect(evaluate(page, { domain: 'evil.com' })).toBe('https://not-an-account.invalid/oauth');
	expect(evaluate(page, { domain: 'sandbox', sandboxUrl: 'http://localhost:1' })).toBe(
		'http://localhost:1/oauth',
	);
});

describe.each([
	['amoCrmApi', (): ICredentialType => new AmoCrmApi()],
	['amoCrmOAuth2Api', (): ICredentialType => new AmoCrmOAuth2Api()],
])('the credential %s', (_name, make) => {
	const tricks = ['evil.com/', 'a@evil.com', 'evil.com#', 'evil.com\u3002', 'example.amocrm.ru.'];
	/** Every address that n8n itself would send the token or the client secret to. */
	const addresses = (fields: object): readonly string[] => {
		const { test, properties } = make();
		const hidden = properties.filter(({ name }) => /^(?:auth|accessToken)Url$/.test(name));
		return [test?.request.baseURL, ...hidden.map((property) => property.default)].map((value) =>
			evaluate(String(value), fields),
		);
	};

	it.each(tricks)('sends nothing anywhere for the subdomain %j', (subdomain) => {
		const found = addresses({ domain: 'amocrm.ru', subdomain });
		expect(found.length).toBeGreaterThan(0);
		for (const address of found) {
			expect(address).toMatch(
				/^https:\/\/(?:not-an-account\.invalid(?:\/.*)?|www\.amocrm\.ru\/oauth)$/,
			);
		}
	});

	it('has no address of its own beside the account', () => {
		const found = addresses({ domain: 'kommo.com', subdomain: 'example' });
		for (const address of found) {
			expect(new URL(address).hostname).toMatch(/^(?:example|www)\.kommo\.com$/);
		}
	});
});

it('refuses a domain that is not on the list', () => {
	expect(thrownBy(() => accountBaseUrl({ domain: 'evil.com', subdomain: 'a' })).hint).toContain(
		'amocrm.ru',
	);
});
