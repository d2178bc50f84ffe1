import { oauthClient, type OAuthClient } from '../support/oauthClient';
import { fixture } from '../support/recordedShape';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

/** An account that is renamed, not paid, or open to some addresses only. */
let box: TestSandbox;
let client: OAuthClient;

const change = (fields: object) => box.control.patch('/account', fields);
const authorization = `Bearer ${sandboxToken}`;

const accountAt = (host: string) =>
	box.anonymous.get('/api/v4/account', { headers: { host, authorization }, maxRedirects: 0 });

const refreshAt = (host: string, refresh_token: string) => {
	const { client_id, client_secret, redirect_uri } = client.app;
	const fields = { client_id, client_secret, redirect_uri, refresh_token };
	return box.anonymous.post(
		'/oauth2/access_token',
		{ ...fields, grant_type: 'refresh_token' },
		{ headers: { host }, maxRedirects: 0 },
	);
};

beforeEach(async () => {
	box = await testSandbox();
	client = await oauthClient(box);
});

afterEach(() => box.sandbox.close());

describe('a renamed subdomain', () => {
	const rename = () => change({ subdomain: 'novyy' });
	const lookup = (host: string, refreshToken: string) =>
		box.anonymous.get('/oauth2/account/current/subdomain', {
			headers: { host, 'x-refresh-token': refreshToken },
		});

	it('is answered by the lookup, to the refresh token of before', async () => {
		const { refresh_token } = await client.connect();
		await rename();
		const { status, data } = await lookup('api-b.amocrm.ru', refresh_token);
		expect([status, data]).toEqual([
			200,
			{
				id: 31_000_001,
				subdomain: 'novyy',
				domain: 'novyy.amocrm.ru',
				top_level_domain: 'ru',
			},
		]);
	});

	it('leaves the old host without account: 401 for the API and for a refresh', async () => {
		const { refresh_token } = await client.connect();
		expect((await accountAt('sandbox.amocrm.ru')).status).toBe(200);
		await rename();
		for (const answer of [
			await accountAt('sandbox.amocrm.ru'),
			await refreshAt('sandbox.amocrm.ru', refresh_token),
		]) {
			expect([answer.status, answer.data]).toEqual([401, fixture('_error_401_ru')]);
		}
	});

	it('is where the same refresh token, not burnt at the old host, goes on', async () => {
		const { refresh_token } = await client.connect();
		await rename();
		await refreshAt('sandbox.amocrm.ru', refresh_token);
		const { status, data } = await refreshAt('novyy.amocrm.ru', refresh_token);
		expect(status).toBe(200);
		const { data: account } = await box.anonymous.get('/api/v4/account', {
			headers: { host: 'novyy.amocrm.ru', authorization: `Bearer ${data.access_token}` },
		});
		expect(account).toMatchObject({ id: 31_000_001, subdomain: 'novyy' });
	});

	it.each([
		['not_found', 404, undefined],
		['redirect', 301, 'http://novyy.amocrm.ru/api/v4/account'],
	])('with the rule %s the old host answers %i', async (former_host, status, location) => {
		await rename();
		await box.control.patch('/oauth/rules', { former_host });
		const answer = await accountAt('sandbox.amocrm.ru');
		expect([answer.status, answer.headers['location']]).toEqual([status, location]);
	});

	it('keeps the way of several renames, and an old name that comes back is no old one', async () => {
		await rename();
		await change({ subdomain: 'tretiy' });
		expect((await accountAt('sandbox.amocrm.ru')).status).toBe(401);
		expect((await accountAt('novyy.amocrm.ru')).status).toBe(401);
		expect((await change({ subdomain: 'sandbox' })).data.former_subdomains).toEqual([
			'novyy',
			'tretiy',
		]);
		expect((await accountAt('sandbox.amocrm.ru')).status).toBe(200);
	});

	it('is no concern of an address of this machine', async () => {
		await rename();
		const { data } = await box.api.get('/account');
		expect(data.subdomain).toBe('novyy');
	});

	it('is written in webhooks', async () => {
		await rename();
		await box.api.post('/webhooks', {
			destination: `${box.sandbox.url}/jarvis`,
			settings: ['add_lead'],
		});
		await box.control.post('/leads', { name: 'Renamed' });
		const [{ id }] = (await box.control.get('/deliveries')).data;
		const { data: delivery } = await box.control.get(`/deliveries/${id}`);
		expect(decodeURIComponent(delivery.body)).toContain('account[subdomain]=novyy');
	});
});

it('a host that is no account gets 401 from the API and 400 from the token endpoint', async () => {
	const { refresh_token } = await client.connect();
	expect((await accountAt('stranger.amocrm.ru')).status).toBe(401);
	const { status, data } = await refreshAt('stranger.amocrm.ru', refresh_token);
	expect([status, data.hint]).toEqual([400, 'Invalid account']);
	expect(data.type).toBe('https://developers.amocrm.ru/v3/errors/OAuthProblemJson');
});

describe('an account that is not paid', () => {
	it('refuses to write at once, and to read after 30 days', async () => {
		await change({ is_paid: false });
		const write = await box.api.post('/leads', [{ name: 'Unpaid' }]);
		expect([write.status, write.data]).toEqual([402, fixture('_error_402')]);
		expect(write.headers['content-type']).toBe('application/problem+json');
		expect((await box.api.get('/leads')).status).toBe(200);
		await box.control.post('/clock/advance', { seconds: 30 * 86_400 });
		expect((await box.api.get('/leads')).data).toEqual(fixture('_error_402'));
	});

	it('is not given 30 days anew by being told twice, and works once it is paid', async () => {
		await change({ is_paid: false });
		await box.control.post('/clock/advance', { seconds: 29 * 86_400 });
		await change({ is_paid: false });
		await box.control.post('/clock/advance', { seconds: 86_400 });
		expect((await box.api.get('/leads')).status).toBe(402);
		await change({ is_paid: true });
		expect((await box.api.post('/leads', [{ name: 'Paid' }])).status).toBe(200);
	});

	it('still gives and refreshes tokens', async () => {
		await change({ is_paid: false });
		const { refresh_token } = await client.connect();
		expect((await client.byRefresh(refresh_token)).status).toBe(200);
	});
});

describe('the white-list of addresses', () => {
	it('keeps others out of the API and of the token endpoint, with a problem of the API', async () => {
		const { refresh_token } = await client.connect();
		await change({ allowed_ips: ['203.0.113.7', '2001:db8::/32'] });
		for (const answer of [await box.api.get('/account'), await client.byRefresh(refresh_token)]) {
			expect(answer.headers['content-type']).toBe('application/problem+json');
			expect(answer.data).toMatchObject({ status: 403, title: 'Forbidden' });
		}
		await change({ allowed_ips: null });
		expect((await client.byRefresh(refresh_token)).status).toBe(200);
	});

	it.each([['127.0.0.1'], ['127.0.0.0/8'], ['0.0.0.0/0']])('lets %s in', async (network) => {
		await change({ allowed_ips: ['203.0.113.7', network] });
		expect((await box.api.get('/account')).status).toBe(200);
	});

	it('does not believe a header', async () => {
		await change({ allowed_ips: ['203.0.113.7'] });
		const headers = { authorization, 'x-forwarded-for': '203.0.113.7' };
		expect((await box.anonymous.get('/api/v4/account', { headers })).status).toBe(403);
	});
});

it.each([
	{ subdomain: 'Two Words' },
	{ allowed_ips: ['127.0.0.1/33'] },
	{ allowed_ips: ['example.com'] },
	{ paid: false },
])('%j is no change of an account', async (fields) => {
	expect((await change(fields)).status).toBe(400);
});

it('a reset brings back the name, the payment and all addresses', async () => {
	await change({ subdomain: 'novyy', is_paid: false, allowed_ips: [] });
	await box.control.post('/reset');
	expect((await box.control.get('/state')).data.account).toMatchObject({
		subdomain: 'sandbox',
		former_subdomains: [],
		unpaid_since: null,
		allowed_ips: null,
	});
});
