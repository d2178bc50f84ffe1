import { decode } from 'jsonwebtoken';
import { oauthClient, type OAuthClient, type RegisteredApp } from '../support/oauthClient';
import { fixture as recordedBody } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;
let app: RegisteredApp;
let newCode: OAuthClient['newCode'];
let exchange: OAuthClient['exchange'];
let byCode: OAuthClient['byCode'];
let byRefresh: OAuthClient['byRefresh'];
let account: OAuthClient['account'];

beforeEach(async () => {
	box = await testSandbox();
	({ app, newCode, exchange, byCode, byRefresh, account } = await oauthClient(box));
});

afterEach(() => box.sandbox.close());

const fixture = (name: string) => recordedBody(name) as Readonly<Record<string, unknown>>;

it('a code becomes a pair of the documented shape, and the token opens the API', async () => {
	const { status, data } = await byCode();
	expect(status).toBe(200);
	expect(Object.keys(data).sort()).toEqual(Object.keys(fixture('_oauth_token_response')).sort());
	expect(data).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
	expect((await account(data.access_token)).data.id).toBe(31000001);
});

it('the access token is an RS256 JWT with the claims of a real one', async () => {
	const { data } = await byCode();
	const token = decode(data.access_token, { complete: true });
	expect(token?.header.alg).toBe('RS256');
	const claims = token?.payload as Record<string, unknown>;
	const real = fixture('_oauth_access_token_jwt_payload');
	for (const [name, value] of Object.entries(real)) {
		if (name === 'hash_uuid') continue; // In no public source; the SDK does not read it.
		expect([name, typeof claims[name]]).toEqual([name, typeof value]);
	}
	expect(claims).toMatchObject({ aud: app.client_id, account_id: 31000001 });
});

it('a form-encoded request is read as well', async () => {
	const fields = { ...app, grant_type: 'authorization_code', code: await newCode() };
	const { status } = await box.anonymous.post('/oauth2/access_token', new URLSearchParams(fields));
	expect(status).toBe(200);
});

it('a code works once', async () => {
	const code = await newCode();
	await exchange({ grant_type: 'authorization_code', code });
	const { status, data } = await exchange({ grant_type: 'authorization_code', code });
	expect(status).toBe(400);
	expect(data).toEqual(fixture('_oauth_error_code_revoked_400'));
});

it('a code expires after 20 minutes', async () => {
	const code = await newCode();
	await box.control.post('/clock/advance', { seconds: 20 * 60 + 1 });
	const { data } = await exchange({ grant_type: 'authorization_code', code });
	expect(data).toEqual(fixture('_oauth_error_code_expired_400'));
});

it.each([
	[{ code: 'def50200aa' }, '_oauth_error_cannot_decrypt_code_400'],
	[{ client_id: '' }, '_oauth_error_check_client_id_400'],
	[{ client_secret: 'wrong' }, '_oauth_error_invalid_client_401'],
	[{ redirect_uri: 'https://example.com/other' }, '_oauth_error_redirect_uri_400'],
	[
		{ grant_type: 'refresh_token', refresh_token: 'nonsense' },
		'_oauth_error_invalid_refresh_token_400',
	],
])('%j is refused as recorded', async (fields, name) => {
	const recorded = fixture(name);
	const code = await newCode();
	const { status, data, headers } = await exchange({
		grant_type: 'authorization_code',
		code,
		...fields,
	});
	expect(status).toBe(recorded['status']);
	expect(headers['content-type']).toBe('application/problem+json');
	expect(data).toEqual(recorded);
});

it('a refresh without redirect_uri is refused', async () => {
	const { data: pair } = await byCode();
	const { status, data } = await exchange({
		grant_type: 'refresh_token',
		refresh_token: pair.refresh_token,
		redirect_uri: undefined,
	});
	expect(status).toBe(400);
	expect(data.hint).toBe('Check the `redirect_uri` parameter');
});

it('the old refresh token works until the new pair is used, then no more', async () => {
	const { data: first } = await byCode();
	await byRefresh(first.refresh_token); // its answer is lost
	const { status, data: second } = await byRefresh(first.refresh_token);
	expect(status).toBe(200);
	await account(second.access_token);
	const reused = await byRefresh(first.refresh_token);
	expect(reused.status).toBe(401);
	expect(reused.data).toEqual(fixture('_oauth_error_token_revoked_401'));
	expect((await byRefresh(second.refresh_token)).status).toBe(200);
});

it('an access token ends after 24 hours', async () => {
	const { data } = await byCode();
	await box.control.post('/clock/advance', { seconds: 86_401 });
	expect((await account(data.access_token)).status).toBe(401);
	expect((await byRefresh(data.refresh_token)).status).toBe(200);
});

it('a disabled integration loses its tokens', async () => {
	const { data } = await byCode();
	await box.control.post(`/integrations/${app.client_id}/disable`);
	expect((await account(data.access_token)).status).toBe(401);
	expect((await byRefresh(data.refresh_token)).data).toEqual(
		fixture('_oauth_error_token_revoked_401'),
	);
	const again = await byCode();
	expect((await account(again.data.access_token)).status).toBe(200);
});

it('a token that another key signed is refused', async () => {
	const other = await testSandbox();
	const [foreign] = (await other.control.get('/integrations')).data;
	const { data } = await other.control.post('/oauth/codes', { client_id: foreign.client_id });
	const pair = await other.anonymous.post('/oauth2/access_token', {
		...foreign,
		grant_type: 'authorization_code',
		code: data.code,
	});
	await other.sandbox.close();
	expect((await account(pair.data.access_token)).status).toBe(401);
});

it('neither codes nor tokens nor secrets get into the log of requests', async () => {
	const { data } = await byCode();
	await account(data.access_token);
	const { data: log } = await box.control.get('/requests?with=body');
	const text = JSON.stringify(log);
	expect(log).toHaveLength(2);
	for (const secret of [data.access_token, data.refresh_token, app.client_secret]) {
		expect(text).not.toContain(secret);
	}
});

it('the subdomain of an account is told to its refresh token, and to no other', async () => {
	const { data } = await byCode();
	const at = (token: string) =>
		box.anonymous.get('/oauth2/account/current/subdomain', {
			headers: { 'x-refresh-token': token },
		});
	expect((await at(data.refresh_token)).data).toMatchObject({ subdomain: 'sandbox' });
	expect((await at('nonsense')).status).toBe(401);
	await box.control.post(`/integrations/${app.client_id}/disable`);
	expect((await at(data.refresh_token)).status).toBe(401);
});
