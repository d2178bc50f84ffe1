import { oauthClient, type OAuthClient } from '../support/oauthClient';
import { fixture } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** How long refresh tokens live, by the rules that the control API sets. */
let box: TestSandbox;
let client: OAuthClient;

const day = 86_400;
const rules = (changes: object) => box.control.patch('/oauth/rules', changes);
const pass = (seconds: number) => box.control.post('/clock/advance', { seconds });

beforeEach(async () => {
	box = await testSandbox();
	client = await oauthClient(box);
});

afterEach(() => box.sandbox.close());

describe('rotation without grace', () => {
	beforeEach(() => rules({ refresh_grace: 0 }));

	it('an exchanged refresh token is revoked at once, the new one goes on', async () => {
		const first = await client.connect();
		const { data: second } = await client.byRefresh(first.refresh_token);
		const again = await client.byRefresh(first.refresh_token);
		expect([again.status, again.data]).toEqual([401, fixture('_oauth_error_token_revoked_401')]);
		expect((await client.byRefresh(second.refresh_token)).status).toBe(200);
	});

	it('of 5 exchanges at once one is answered with a pair', async () => {
		const { refresh_token } = await client.connect();
		const answers = await Promise.all(
			Array.from({ length: 5 }, () => client.byRefresh(refresh_token)),
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
	});

	it('the access token of before goes on until it ends', async () => {
		const first = await client.connect();
		await client.byRefresh(first.refresh_token);
		expect((await client.account(first.access_token)).status).toBe(200);
	});
});

it('with a grace of 60 seconds the old one works for 60 seconds, the new pair used or not', async () => {
	await rules({ refresh_grace: 60 });
	const first = await client.connect();
	const { data: second } = await client.byRefresh(first.refresh_token);
	await client.account(second.access_token);
	await pass(50);
	expect((await client.byRefresh(first.refresh_token)).status).toBe(200);
	await pass(11);
	expect((await client.byRefresh(first.refresh_token)).data).toEqual(
		fixture('_oauth_error_token_revoked_401'),
	);
});

it('a refresh token dies of three months without use', async () => {
	const { refresh_token } = await client.connect();
	await pass(90 * day + 1);
	expect((await client.byRefresh(refresh_token)).data).toEqual(
		fixture('_oauth_error_token_revoked_401'),
	);
	const { data: grants } = await box.control.get('/oauth/grants');
	expect(grants).toMatchObject([{ client_id: client.app.client_id, state: 'expired' }]);
});

it('an exchange every 80 days keeps a connection alive for two years', async () => {
	await box.control.post('/limit', { requestsPerSecond: null });
	let { refresh_token } = await client.connect();
	for (let passed = 0; passed < 730; passed += 80) {
		await pass(80 * day);
		const { status, data } = await client.byRefresh(refresh_token);
		expect(status).toBe(200);
		expect((await client.account(data.access_token)).status).toBe(200);
		({ refresh_token } = data);
	}
});

describe('redirect_uri on a lenient server', () => {
	beforeEach(() => rules({ redirect_uri: 'lenient' }));

	const refreshWith = async (redirect_uri: string | undefined) => {
		const { refresh_token } = await client.connect();
		return client.exchange({ grant_type: 'refresh_token', refresh_token, redirect_uri });
	};

	it.each([undefined, ''])('%j is accepted for a refresh', async (redirectUri) => {
		expect((await refreshWith(redirectUri)).status).toBe(200);
	});

	it('a wrong one is refused for a refresh', async () => {
		const { status, data } = await refreshWith('https://example.com/other');
		expect([status, data]).toEqual([400, fixture('_oauth_error_redirect_uri_400')]);
	});

	it('none is refused for a code', async () => {
		const { status, data } = await client.exchange({
			grant_type: 'authorization_code',
			code: await client.newCode(),
			redirect_uri: undefined,
		});
		expect([status, data.hint]).toEqual([400, 'Check the `redirect_uri` parameter']);
	});
});

it('new scopes of an integration reach a new grant, not one that is refreshed', async () => {
	const created = await box.control.post('/integrations', {
		name: 'Scopes',
		redirect_uri: 'https://example.com/callback',
		scopes: ['crm'],
	});
	const scoped = await oauthClient(box, created.data);
	const scopesOf = (token: string): unknown =>
		JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).scopes;
	const first = await scoped.connect();
	await box.control.patch(`/integrations/${scoped.app.client_id}`, { scopes: ['crm', 'files'] });
	const { data: second } = await scoped.byRefresh(first.refresh_token);
	expect(scopesOf(second.access_token)).toEqual(['crm']);
	expect(scopesOf((await scoped.connect()).access_token)).toEqual(['crm', 'files']);
});

it('rules are refused when unknown, kept when not named, and forgotten by a reset', async () => {
	expect((await rules({ refresh_grace: 'forever' })).status).toBe(400);
	expect((await rules({ redirect: 'lenient' })).status).toBe(400);
	await rules({ redirect_uri: 'lenient' });
	const { data: changed } = await rules({ refresh_grace: 0 });
	expect(changed).toMatchObject({ redirect_uri: 'lenient', refresh_grace: 0 });
	await box.control.post('/reset');
	const { data } = await box.control.get('/oauth/rules');
	expect(data).toMatchObject({ redirect_uri: 'strict', refresh_grace: 'until_used' });
});
