import { oauthClient } from '../support/oauthClient';
import { fixture } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** What a token may do that was granted for some scopes only. */
let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
	await box.control.post('/limit', { requestsPerSecond: null });
});

afterAll(() => box?.sandbox.close());

const tokensWith = async (scopes: readonly string[]): Promise<readonly string[]> => {
	const redirect_uri = 'https://example.com/callback';
	const { data: app } = await box.control.post('/integrations', { redirect_uri, scopes });
	const { access_token } = await (await oauthClient(box, app)).connect();
	const { client_id } = app;
	const { data } = await box.control.post('/oauth/long-lived-tokens', { client_id });
	return [access_token, data.token];
};

const call = (method: string, url: string, token: string) =>
	box.anonymous.request({ method, url, headers: { authorization: `Bearer ${token}` } });

it.each([
	['GET', '/api/v4/account', ['crm'], ['files', 'notifications'], 200],
	['GET', '/v1.0/files', ['files'], ['crm'], 200],
	['DELETE', '/v1.0/files', ['files_delete'], ['crm', 'files'], 400],
])('%s %s needs %j, %j is not enough (else %i)', async (method, url, needed, others, answered) => {
	for (const token of await tokensWith(others)) {
		const { status, data } = await call(method, url, token);
		expect([status, data]).toEqual([403, fixture('_error_403_scope')]);
	}
	for (const token of await tokensWith(needed)) {
		expect((await call(method, url, token)).status).toBe(answered);
	}
});
