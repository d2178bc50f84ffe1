import { sign } from 'jsonwebtoken';
import { accountAddress, addressQuestions, answeredAddress, redirectedTo } from './presentAddress';

const token = (apiDomain: string): string => sign({ api_domain: apiDomain }, 'any key');
const baseUrl = 'https://old.amocrm.ru';

describe('the address of an account', () => {
	it.each(['new.amocrm.ru', 'new.kommo.com', 'n-1.amocrm.com'])('is that of %s', (host) => {
		expect(accountAddress(host)).toBe(`https://${host}`);
	});

	it.each([
		'www.amocrm.ru',
		'amocrm.ru',
		'new',
		'new.amocrm.ru.evil.example',
		'evil.example',
		'evilamocrm.ru',
		'a.b.amocrm.ru',
		'new.amocrm.ru/evil',
		'https://new.amocrm.ru',
		'new.amocrm.ru:8443',
		'evil.example/x.amocrm.ru',
		'n\u0435w.amocrm.ru',
		'',
		null,
		{ host: 'new.amocrm.ru' },
	])('is not %p', (host) => {
		expect(accountAddress(host)).toBeNull();
	});
});

describe('a redirect', () => {
	it('leads to the account that its host is, over HTTPS whatever it says', () => {
		expect(redirectedTo('https://new.amocrm.ru/api/v4/leads?x=1')).toBe('https://new.amocrm.ru');
		expect(redirectedTo('http://new.amocrm.ru/api/v4/leads')).toBe('https://new.amocrm.ru');
	});

	it.each([
		undefined,
		'/api/v4/leads',
		'https://www.amocrm.ru/login',
		'https://evil.example/api/v4/leads',
		'https://new.amocrm.ru@evil.example/',
		'https://user:secret@new.amocrm.ru/',
		'https://new.amocrm.ru:8443/',
		'http://127.0.0.1:8090/',
	])('to %p leads nowhere', (location) => {
		expect(redirectedTo(location)).toBeNull();
	});
});

it('reads the host from the answer of amoCRM', () => {
	const body = { id: 1, subdomain: 'new', domain: 'new.amocrm.ru', top_level_domain: 'ru' };
	expect(answeredAddress(body)).toBe('https://new.amocrm.ru');
	expect(answeredAddress({ domain: 'evil.example' })).toBeNull();
	expect(answeredAddress('<html>')).toBeNull();
	expect(answeredAddress(null)).toBeNull();
});

describe('whom to ask', () => {
	const site = 'https://www.amocrm.ru/oauth2/account/subdomain';

	it('is the shard with the refresh token, then the site with the access token', () => {
		const accessToken = token('api-b.amocrm.ru');
		expect(addressQuestions(baseUrl, accessToken, 'r3fresh')).toEqual([
			{
				url: 'https://api-b.amocrm.ru/oauth2/account/current/subdomain',
				headers: { 'X-Refresh-Token': 'r3fresh' },
			},
			{ url: site, headers: { Authorization: `Bearer ${accessToken}` } },
		]);
	});

	it('is the site of the brand alone for a long-lived token', () => {
		const urls = addressQuestions('https://old.kommo.com', token('api-c.kommo.com'), null);
		expect(urls.map(({ url }) => url)).toEqual(['https://www.kommo.com/oauth2/account/subdomain']);
	});

	it.each(['evil.example', 'api-b.evil.example', 'evil.amocrm.ru', 'api-b.amocrm.ru.evil.example'])(
		'is never a host that a token names and amoCRM has not: %s',
		(apiDomain) => {
			const urls = addressQuestions(baseUrl, token(apiDomain), 'r3fresh');
			expect(urls.map(({ url }) => url)).toEqual([site]);
		},
	);

	it('is nobody for a sandbox', () => {
		expect(addressQuestions('http://127.0.0.1:8090', token('api-b.amocrm.ru'), 'r')).toEqual([]);
	});
});
