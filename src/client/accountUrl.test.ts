import fc from 'fast-check';
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

it('refuses a domain that is not on the list', () => {
	expect(thrownBy(() => accountBaseUrl({ domain: 'evil.com', subdomain: 'a' })).hint).toContain(
		'amocrm.ru',
	);
});
