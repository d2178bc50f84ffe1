import { verify } from 'jsonwebtoken';
import { oauthClient, type OAuthClient } from '../support/oauthClient';
import { fixture } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** Tokens that are taken back, and those that are made for years. */
let box: TestSandbox;
let client: OAuthClient;

const otherAdmin = 9_000_001;
const noAdmin = 9_000_002;
const pass = (seconds: number) => box.control.post('/clock/advance', { seconds });
const revoke = (body: object = {}) =>
	box.control.post(`/integrations/${client.app.client_id}/revoke`, body);
const longLived = (fields: object = {}) =>
	box.control.post('/oauth/long-lived-tokens', { client_id: client.app.client_id, ...fields });

beforeEach(async () => {
	box = await testSandbox();
	client = await oauthClient(box);
});

afterEach(() => box.sandbox.close());

describe('revocation', () => {
	it('ends both tokens of a pair and the codes that are under way; a new grant works', async () => {
		const pair = await client.connect();
		const code = await client.newCode();
		expect((await revoke()).data).toEqual({ revoked: 2 });
		const refused = await client.account(pair.access_token);
		expect([refused.status, refused.data]).toEqual([401, fixture('_error_401_ru')]);
		expect((await client.byRefresh(pair.refresh_token)).data).toEqual(
			fixture('_oauth_error_token_revoked_401'),
		);
		const late = await client.exchange({ grant_type: 'authorization_code', code });
		expect(late.data).toEqual(fixture('_oauth_error_code_revoked_400'));
		const { access_token } = await client.connect();
		expect((await client.account(access_token)).status).toBe(200);
	});

	it('of one user leaves the grant of another', async () => {
		const kept = await client.connect();
		const code = await client.newCode(otherAdmin);
		const { data: gone } = await client.exchange({ grant_type: 'authorization_code', code });
		expect((await revoke({ user_id: otherAdmin })).data).toEqual({ revoked: 1 });
		expect((await client.account(gone.access_token)).status).toBe(401);
		expect((await client.account(kept.access_token)).status).toBe(200);
	});

	it('tells no tokens where it shows what was granted', async () => {
		const { access_token, refresh_token } = await client.connect();
		const { data } = await box.control.get('/oauth/grants');
		expect(data).toMatchObject([{ user_id: 9_000_003, state: 'current' }]);
		for (const secret of [access_token, refresh_token]) {
			expect(JSON.stringify(data)).not.toContain(secret);
		}
	});
});

describe('the signature of an access token', () => {
	it('is the one of the key that the control API shows', async () => {
		const { access_token } = await client.connect();
		const { data: key } = await box.control.get('/oauth/public-key');
		expect(key).toMatch(/^-----BEGIN PUBLIC KEY-----/);
		const claims = verify(access_token, key, { algorithms: ['RS256'] });
		expect(claims).toMatchObject({ aud: client.app.client_id, sub: '9000003' });
	});

	it('is missed when a claim was changed', async () => {
		const { access_token } = await client.connect();
		const [header = '', payload = '', signature = ''] = access_token.split('.');
		const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
		const forged = Buffer.from(JSON.stringify({ ...claims, sub: '9000001' })).toString('base64url');
		expect((await client.account(`${header}.${forged}.${signature}`)).status).toBe(401);
	});
});

describe('a long-lived token', () => {
	it('opens the API as the administrator who made it, until its day', async () => {
		const { status, data } = await longLived({ days: 30, user_id: otherAdmin });
		expect(status).toBe(201);
		expect((await client.account(data.token)).data).toMatchObject({
			id: 31_000_001,
			current_user_id: otherAdmin,
		});
		await pass(30 * 86_400 - 60);
		expect((await client.account(data.token)).status).toBe(200);
		await pass(61);
		expect((await client.account(data.token)).status).toBe(401);
	});

	it('is an RS256 JWT whose expiry is the chosen day', async () => {
		const { data } = await longLived({ days: 365 });
		const { data: key } = await box.control.get('/oauth/public-key');
		const claims = verify(data.token, key, { algorithms: ['RS256'] });
		if (typeof claims === 'string') throw new Error('no claims');
		expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(365 * 86_400);
		expect(Math.abs(Date.parse(data.expires_at) / 1000 - (claims.exp ?? 0))).toBeLessThan(2);
	});

	it('cannot be refreshed', async () => {
		const { data } = await longLived();
		expect((await client.byRefresh(data.token)).data).toEqual(
			fixture('_oauth_error_invalid_refresh_token_400'),
		);
	});

	it('is listed without its text, and ends when it is revoked, alone', async () => {
		const { data: first } = await longLived();
		const { data: second } = await longLived();
		const { data: list } = await box.control.get('/oauth/long-lived-tokens');
		expect(list).toMatchObject([{ jti: first.jti }, { jti: second.jti, is_revoked: false }]);
		expect(JSON.stringify(list)).not.toContain(first.token);
		await box.control.delete(`/oauth/long-lived-tokens/${first.jti}`);
		expect((await client.account(first.token)).status).toBe(401);
		expect((await client.account(second.token)).status).toBe(200);
	});

	it('ends with its integration', async () => {
		const { data } = await longLived();
		await box.control.post(`/integrations/${client.app.client_id}/disable`);
		expect((await client.account(data.token)).status).toBe(401);
	});

	it.each([
		['less than a day', { days: 0 }],
		['more than 5 years', { days: 1828 }],
		['a person who is no administrator', { user_id: noAdmin }],
	])('is not made for %s', async (_what, fields) => {
		expect((await longLived(fields)).status).toBe(400);
	});

	it('is not made for a public integration', async () => {
		const { data: app } = await box.control.post('/integrations', {
			kind: 'public',
			redirect_uri: 'https://example.com/callback',
		});
		expect((await longLived({ client_id: app.client_id })).status).toBe(400);
	});
});

it('the clock is set to a day, and what had ended by then is refused', async () => {
	const { access_token } = await client.connect();
	const { data } = await box.control.post('/clock', { now: '2040-06-01T12:00:00Z', timeScale: 2 });
	expect(data).toMatchObject({ timeScale: 2, now: expect.stringMatching(/^2040-06-01T12:00/) });
	expect((await client.account(access_token)).status).toBe(401);
	expect((await box.control.post('/clock', {})).status).toBe(400);
	expect((await box.control.post('/clock', { now: 'tomorrow' })).status).toBe(400);
});
