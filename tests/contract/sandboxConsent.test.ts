import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AxiosResponse } from 'axios';
import { oauthClient, type OAuthClient, type RegisteredApp } from '../support/oauthClient';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** The page where access is allowed, and the way back to the integration. */
let box: TestSandbox;
let client: OAuthClient;

const state = 'eyJ0b2tlbiI6Imx5b24ifQ==&"<script>';
const admin = '9000003';
const noAdmin = '9000002';

const open = (query: Readonly<Record<string, string>>, host?: string) =>
	box.anonymous.get(`/oauth?${new URLSearchParams(query)}`, host ? { headers: { host } } : {});

const decide = (
	fields: Readonly<Record<string, string>>,
	headers: Readonly<Record<string, string>> = {},
): Promise<AxiosResponse> =>
	box.anonymous.post(
		'/oauth',
		new URLSearchParams({ client_id: client.app.client_id, user_id: admin, ...fields }),
		{ maxRedirects: 0, headers },
	);

const calledBack = ({ headers }: AxiosResponse): URL => new URL(String(headers['location']));

const register = async (fields: object): Promise<RegisteredApp> =>
	(await box.control.post('/integrations', { redirect_uri: 'https://example.com/cb', ...fields }))
		.data;

/** What a browser would send when the button is pressed. */
function formOf(page: string): Record<string, string> {
	const inputs = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
	const unescaped = (text: string) =>
		text
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>')
			.replaceAll('&quot;', '"')
			.replaceAll('&#39;', "'")
			.replaceAll('&amp;', '&');
	return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

const usersOn = (page: string): readonly (string | undefined)[] =>
	[...page.matchAll(/<option value="(\d+)"/g)].map(([, id]) => id);

beforeEach(async () => {
	box = await testSandbox();
	client = await oauthClient(box);
});

afterEach(() => box.sandbox.close());

describe('the consent page', () => {
	it('names the integration, the account and each scope, and has both buttons', async () => {
		const app = await register({ name: 'Ours & "theirs"', scopes: ['crm', 'notifications'] });
		const { status, data, headers } = await open({ client_id: app.client_id });
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(data).toContain('Ours &amp; &quot;theirs&quot;');
		expect(data).toContain('sandbox.amocrm.ru, 31000001');
		const scopes = [...data.matchAll(/data-scope="(\w+)"/g)].map(([, scope]) => scope);
		expect(scopes).toEqual(['crm', 'notifications']);
		expect(data).toMatch(/<button[^>]+value="allow"/);
		expect(data).toMatch(/<button[^>]+value="deny"/);
	});

	it('cannot be shown in a frame, and writes a state that is markup as text', async () => {
		const { data, headers } = await open({ client_id: client.app.client_id, state });
		expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
		expect(data).not.toContain('<script>');
		expect(formOf(data)['state']).toBe(state);
	});

	it('compares the redirect_uri that it is asked with only by that rule, letter by letter', async () => {
		const { client_id, redirect_uri: registered } = client.app;
		const other = { client_id, redirect_uri: `${registered}/` };
		expect((await open(other)).status).toBe(200);
		await box.control.patch('/oauth/rules', { consent_redirect_uri: 'compared' });
		const { status, data } = await open(other);
		expect([status, data]).toEqual([
			400,
			expect.stringContaining('Redirect URI is not associated'),
		]);
		expect(data).not.toContain('<form');
		expect((await open({ client_id, redirect_uri: registered })).status).toBe(200);
		expect((await open({ client_id })).status).toBe(200);
	});

	it('is none for an integration that does not exist', async () => {
		const { status, data } = await open({ client_id: 'nobody' });
		expect(status).toBe(404);
		expect(data).not.toContain('<form');
	});
});

describe('Allow', () => {
	it('sends the code, referer, state, client_id and platform to the registered address', async () => {
		const { data } = await open({ client_id: client.app.client_id, state });
		const answer = await decide({ ...formOf(data), decision: 'allow' });
		expect(answer.status).toBe(302);
		const address = calledBack(answer);
		expect(`${address.origin}${address.pathname}`).toBe(client.app.redirect_uri);
		const { code, ...rest } = Object.fromEntries(address.searchParams);
		expect(rest).toEqual({
			referer: new URL(box.sandbox.url).host,
			state,
			client_id: client.app.client_id,
			platform: '1',
		});
		const pair = await client.exchange({ grant_type: 'authorization_code', code });
		expect((await client.account(pair.data.access_token)).data).toMatchObject({
			current_user_id: Number(admin),
		});
	});

	it('names the host of the account where amoCRM itself is called', async () => {
		await box.control.patch('/account', { subdomain: 'novyy' });
		const answer = await decide({ decision: 'allow' }, { host: 'www.amocrm.ru' });
		expect(calledBack(answer).searchParams.get('referer')).toBe('novyy.amocrm.ru');
	});

	it('gives a code for 20 minutes and one use', async () => {
		const answers = [await decide({ decision: 'allow' }), await decide({ decision: 'allow' })];
		const [first, second] = answers.map((answer) => calledBack(answer).searchParams.get('code'));
		await box.control.post('/clock/advance', { seconds: 20 * 60 - 5 });
		const byCode = (code: string | null | undefined) =>
			client.exchange({ grant_type: 'authorization_code', code });
		expect((await byCode(first)).status).toBe(200);
		expect((await byCode(first)).data.hint).toBe('Authorization code has been revoked');
		await box.control.post('/clock/advance', { seconds: 6 });
		expect((await byCode(second)).data.hint).toBe('Authorization code has expired');
	});

	it('keeps the query of the registered address and sends no state when none came', async () => {
		const { client_id } = await register({ redirect_uri: 'https://example.com/cb?tenant=7' });
		const { searchParams } = calledBack(await decide({ client_id, decision: 'allow' }));
		expect(searchParams.get('tenant')).toBe('7');
		expect(searchParams.has('state')).toBe(false);
	});

	it('never sends the code to the address that a request names', async () => {
		const { client_id } = client.app;
		const { data } = await open({ client_id, redirect_uri: 'https://evil.example/' });
		const answer = await decide({
			...formOf(data),
			redirect_uri: 'https://evil.example/',
			decision: 'allow',
		});
		expect(calledBack(answer).href.startsWith(client.app.redirect_uri)).toBe(true);
	});

	it('as a popup lets the window that opened it go on, and closes', async () => {
		const { data } = await open({ client_id: client.app.client_id, state, mode: 'popup' });
		const answer = await decide({ ...formOf(data), decision: 'allow' });
		expect([answer.status, answer.headers['location']]).toEqual([200, undefined]);
		const [, text = ''] = /const address = (".*");/.exec(answer.data) ?? [];
		const address = new URL(JSON.parse(text));
		expect(address.searchParams.get('state')).toBe(state);
		expect(address.searchParams.get('code')).toMatch(/^def50200/);
		expect(answer.data).toContain('window.opener.location.href = address');
		expect(answer.data).toContain('window.close()');
		// The state must not end the script that holds it.
		expect(answer.data.match(/<script>/g)).toHaveLength(1);
	});

	it.each(['https://evil.example', 'null'])('is not pressed by a form of %s', async (origin) => {
		const { status, headers } = await decide({ decision: 'allow' }, { origin });
		expect([status, headers['location']]).toEqual([403, undefined]);
		const own = await decide({ decision: 'allow' }, { origin: box.sandbox.url });
		expect(own.status).toBe(302);
	});
});

describe('Deny', () => {
	it('sends access_denied with the state, and no code', async () => {
		const address = calledBack(await decide({ state, decision: 'deny' }));
		expect(Object.fromEntries(address.searchParams)).toEqual({ error: 'access_denied', state });
	});

	it('grants nothing', async () => {
		await decide({ decision: 'deny' });
		expect((await box.control.get('/oauth/grants')).data).toEqual([]);
		const { data } = await open({ client_id: client.app.client_id });
		expect(usersOn(data)).not.toContain(noAdmin);
	});
});

describe('who may allow', () => {
	const allow = (user_id: string) => decide({ user_id, decision: 'allow' });
	const page = async () => (await open({ client_id: client.app.client_id })).data;

	it('is an administrator the first time, and then everybody, with his own rights', async () => {
		expect(usersOn(await page())).toEqual([admin, '9000001']);
		expect((await allow(noAdmin)).status).toBe(403);
		await allow(admin);
		expect(usersOn(await page())).toContain(noAdmin);
		const code = calledBack(await allow(noAdmin)).searchParams.get('code');
		const { data } = await client.exchange({ grant_type: 'authorization_code', code });
		const { data: account } = await client.account(data.access_token);
		expect(account.current_user_id).toBe(Number(noAdmin));
	});

	it('is an administrator again after the integration was switched off', async () => {
		await allow(admin);
		await box.control.post(`/integrations/${client.app.client_id}/disable`);
		expect((await allow(noAdmin)).status).toBe(403);
		expect((await allow(admin)).status).toBe(302);
	});

	it('is nobody from outside the account', async () => {
		expect((await allow('1')).status).toBe(403);
	});
});

describe('an installation from the account', () => {
	const install = async (answers: boolean) => {
		const seen: IncomingMessage[] = [];
		const server = createServer((request, response) => {
			seen.push(request);
			if (answers) response.writeHead(500).end();
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => server.once('listening', resolve));
		const { port } = server.address() as AddressInfo;
		const app = await register({ redirect_uri: `http://127.0.0.1:${port}/cb` });
		const start = performance.now();
		const { data } = await box.control.post(`/integrations/${app.client_id}/install`);
		const ms = performance.now() - start;
		server.close();
		server.closeAllConnections();
		return { app, seen, status: data.status, ms };
	};

	it('takes the code to the registered address, server to server, and asks for no success', async () => {
		const { app, seen, status } = await install(true);
		expect([seen.length, status]).toEqual([1, 500]);
		const { searchParams } = new URL(seen[0]?.url ?? '', 'http://callback');
		const { code, ...rest } = Object.fromEntries(searchParams);
		expect(rest).toEqual({
			referer: new URL(box.sandbox.url).host,
			from_widget: '1',
			client_id: app.client_id,
			platform: '1',
		});
		expect(seen[0]?.headers['user-agent']).toContain('oAuth-Code-Sender');
		const installed = await oauthClient(box, app);
		const pair = await installed.exchange({ grant_type: 'authorization_code', code });
		expect(pair.status).toBe(200);
	});

	it('waits for 3 seconds, once', async () => {
		const { seen, status, ms } = await install(false);
		expect([seen.length, status]).toEqual([1, null]);
		expect(ms).toBeGreaterThan(2900);
	});
});
