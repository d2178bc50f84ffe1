import type { N8nRest } from '../../stack/n8nRest';
import { connectionsOf, type Connections } from './support/connection';
import { tokenCalls } from './support/oauthCredential';
import { startTestStack, type TestStack } from './support/testStack';

/** The AmoCRM node in a real n8n, with both credentials; the OAuth2 one through Connect and renewal. */
let test$: TestStack;
let rest: N8nRest;
let connections: Connections;
let credentialId: string;

beforeAll(async () => {
	test$ = await startTestStack();
	rest = await test$.n8n();
	connections = connectionsOf(test$, rest);
});

afterAll(async () => {
	await test$?.close();
});

interface TestResult {
	readonly status: string;
	readonly message: string;
}

/** What the Test button asks n8n. */
async function testOf(id: string): Promise<TestResult> {
	const { data: stored } = await rest.http.get(`/rest/credentials/${id}?includeData=true`);
	const { data } = await rest.http.post('/rest/credentials/test', { credentials: stored.data });
	return data.data as TestResult;
}

it('reads a lead with the long-lived token, and the credential tests itself', async () => {
	const { url = '', token = '' } = test$.stack.facts().sandbox ?? {};
	const fields = { domain: 'sandbox', sandboxUrl: url, accessToken: token };
	const credential = await connections.createCredential('amoCrmApi', fields);
	expect(await testOf(credential.id)).toMatchObject({ status: 'OK' });
	const parameters = { resource: 'lead', operation: 'getByIds', id: '12345', with: ['contacts'] };
	await connections.publish('token', parameters, credential);
	const { status, data } = await connections.run('token');
	expect([status, data]).toMatchObject([200, [{ id: 12345 }]]);
});

it('says in the test what is wrong with a wrong token, and sends none to a strange host', async () => {
	const { url = '' } = test$.stack.facts().sandbox ?? {};
	const wrong = { domain: 'sandbox', sandboxUrl: url, accessToken: 'wrong' };
	const refused = await connections.createCredential('amoCrmApi', wrong);
	expect((await testOf(refused.id)).message).toContain('did not accept the token');
	const strange = { domain: 'amocrm.ru', subdomain: 'a@evil.invalid', accessToken: 'secret' };
	const lost = await connections.createCredential('amoCrmApi', strange);
	expect(await testOf(lost.id)).toMatchObject({ status: 'Error' });
});

it('connects with OAuth2, tests itself and reads a lead', async () => {
	const { url: n8nUrl } = test$.stack.facts().n8n;
	const { url = '' } = test$.stack.facts().sandbox ?? {};
	const integration = await connections.integrationFor(n8nUrl);
	const { client_id: clientId, client_secret: clientSecret } = integration;
	const fields = { domain: 'sandbox', sandboxUrl: url, clientId, clientSecret };
	const credential = await connections.createCredential('amoCrmOAuth2Api', fields);
	credentialId = credential.id;

	const consent = await connections.connect(credentialId, clientId);
	expect(`${consent.origin}${consent.pathname}`).toBe(`${url}/oauth`);
	expect(await testOf(credentialId)).toMatchObject({ status: 'OK' });

	const parameters = { resource: 'lead', operation: 'getByIds', id: '12345' };
	await connections.publish('oauth', parameters, credential);
	const { status, data } = await connections.run('oauth');
	expect([status, data]).toMatchObject([200, [{ id: 12345 }]]);
	expect(await tokenCalls(test$)).toEqual([200]);
});

it('renews an expired token once for many runs at the same time, with redirect_uri', async () => {
	await test$.control.post('/clock/advance', { seconds: 2 * 86_400 });
	const answers = await Promise.all(Array.from({ length: 8 }, () => connections.run('oauth')));
	for (const { status, data } of answers) {
		expect([status, data]).toMatchObject([200, [{ id: 12345 }]]);
	}
	// The sandbox refuses a renewal without `redirect_uri`, as amoCRM does.
	expect(await tokenCalls(test$)).toEqual([200, 200]);
});

it('asks amoCRM for no tokens in the test of an expired credential, which would lack redirect_uri', async () => {
	await test$.control.post('/clock/advance', { seconds: 2 * 86_400 });
	const { status, message } = await testOf(credentialId);
	expect(status).toBe('Error');
	expect(message).toContain('renewed by the next run');
	expect(await tokenCalls(test$)).toEqual([200, 200]);
	expect((await connections.run('oauth')).status).toBe(200);
});
