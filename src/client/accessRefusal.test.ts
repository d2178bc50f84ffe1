import { sign } from 'jsonwebtoken';
import { longLivedTokenError, oauthAccessError } from './accessRefusal';

const request = { method: 'GET', path: '/api/v4/account' } as const;
const now = 1_800_000_000;
const token = (claims: object): string => sign({ iat: now - 10_000_000, ...claims }, 'any key');
const errorOf = (text: string, baseUrl = 'https://example.amocrm.ru') =>
	longLivedTokenError(request, text, baseUrl, now);

it('says when a token ended', () => {
	const { message, hint, code } = errorOf(token({ exp: now - 86_400 }));
	expect(message).toBe('amoCRM did not accept the credential: the token ended on 2027-01-14');
	expect(hint).toContain('new long-lived token');
	expect(code).toBe('unauthorized');
});

it('says that a token is of the other brand', () => {
	const { message, hint } = errorOf(token({ exp: now + 60, base_domain: 'kommo.com' }));
	expect(message).toContain('an account at kommo.com');
	expect(hint).toContain('domain kommo.com');
});

it.each([
	['a token that says nothing against itself', token({ exp: now + 60, base_domain: 'amocrm.ru' })],
	['text that is no token', 'wrong'],
])('says of %s that it was revoked or is not of this account', (_what, text) => {
	const { message, hint } = errorOf(text);
	expect(message).toContain('revoked, or it is not of this account');
	expect(hint).toContain('subdomain');
});

it('does not compare domains with the sandbox, which has none', () => {
	const text = token({ exp: now + 60, base_domain: 'amocrm.ru' });
	expect(errorOf(text, 'http://127.0.0.1:8090').message).toContain('revoked');
});

it('takes amocrm.com and kommo.com for one: an older account of Kommo answers at both', () => {
	const text = token({ exp: now + 60, base_domain: 'kommo.com' });
	expect(errorOf(text, 'https://example.amocrm.com').message).toContain('revoked');
	expect(errorOf(text, 'https://example.amocrm.ru').message).toContain('account at kommo.com');
});

it('never repeats the token', () => {
	for (const text of ['s3cr3t', token({ exp: 1 })]) {
		const { message, hint, stack } = errorOf(text);
		expect(`${message}${hint}${stack}`).not.toContain(text);
	}
});

describe('a 401 of an OAuth2 credential', () => {
	const refused = (connectedHost: unknown) =>
		oauthAccessError(request, 'https://example.amocrm.ru', connectedHost);

	it('names the account that the credential was connected for', () => {
		const { message, hint } = refused('other.kommo.com');
		expect(message).toContain('connected for other.kommo.com, not for example.amocrm.ru');
		expect(hint).toContain('other.kommo.com');
	});

	it('takes amocrm.com and kommo.com for one', () => {
		const { message } = oauthAccessError(
			request,
			'https://example.amocrm.com',
			'example.kommo.com',
		);
		expect(message).toBe('amoCRM did not accept the credential');
	});

	it.each([
		'example.amocrm.ru',
		undefined,
		'evil.com',
		'a.amocrm.ru.evil.com',
		'a.amocrm-ru',
		'localhost',
		7,
	])('names no account when amoCRM called it %j', (connectedHost) => {
		const { message, hint } = refused(connectedHost);
		expect(message).toBe('amoCRM did not accept the credential');
		expect(hint).toContain('connect it anew');
	});
});
