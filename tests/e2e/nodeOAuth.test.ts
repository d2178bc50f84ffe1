import type { N8nRest } from '../../stack/n8nRest';
import { eventually } from '../support/eventually';
import { connect, tokenCalls } from './support/oauthCredential';
import { startTestStack, type TestStack } from './support/testStack';

/** The AmoCRM node in a real n8n, with both credentials; the OAuth2 one through Connect and renewal. */
let test$: TestStack;
let rest: N8nRest;
let credentialId: string;

const nodeType = 'n8n-nodes-amocrm-pipeline.amoCrm';

beforeAll(async () => {
	test$ = await startTestStack();
	rest = await test$.n8n();
});

afterAll(async () => {
	await test$?.close();
});

async function call<T>(method: 'get' | 'post', path: string, body?: object): Promise<T> {
	const answer = method === 'get' ? await rest.http.get(path) : await rest.http.post(path, body);
	if (answer.status >= 300) {
		throw new Error(`${path}: HTTP ${answer.status} ${JSON.stringify(answer.data)}`);
	}
	return answer.data.data as T;
}

interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: object;
}

const createCredential = async (type: string, data: object): Promise<Credential> =>
	await call<Credential>('post', '/rest/credentials', { name: type, type, data });

interface TestResult {
	readonly status: string;
	readonly message: string;
}

/** What the Test button asks n8n. */
const testOf = async (id: string): Promise<TestResult> => {
	const credentials = await call<Credential>('get', `/rest/credentials/${id}?includeData=true`);
	return await call<TestResult>('post', '/rest/credentials/test', { credentials });
};

/** A published workflow whose webhook answers with what the AmoCRM node gives. */
async function publish(path: string, parameters: object, credential: Credential): Promise<void> {
	const workflow = await call<{ id: string }>('post', '/rest/workflows', {
		name: path,
		nodes: [
			{
				id: '00000000-0000-4000-8000-000000000001',
				name: 'Call',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: path,
				parameters: { path, responseMode: 'lastNode', responseData: 'allEntries' },
			},
			{
				id: '00000000-0000-4000-8000-000000000002',
				name: 'AmoCRM',
				type: nodeType,
				typeVersion: 1,
				position: [200, 0],
				parameters,
				credentials: { [credential.type]: { id: credential.id, name: credential.name } },
			},
		],
		connections: { Call: { main: [[{ node: 'AmoCRM', type: 'main', index: 0 }]] } },
		settings: {},
	});
	await rest.activate(workflow.id);
}

interface Answer {
	readonly status: number;
	readonly data: unknown;
}

/** n8n registers a webhook a moment after it has answered the publishing; until then it says 404. */
const run = async (path: string): Promise<Answer> =>
	await eventually(`the webhook ${path} is registered`, async () => {
		const { status, data } = await rest.http.get(`/webhook/${path}`);
		return status === 404 ? null : { status, data };
	});

it('reads a lead with the long-lived token, and the credential tests itself', async () => {
	const { url = '', token = '' } = test$.stack.facts().sandbox ?? {};
	const fields = { domain: 'sandbox', sandboxUrl: url, accessToken: token };
	const credential = await createCredential('amoCrmApi', fields);
	expect(await testOf(credential.id)).toMatchObject({ status: 'OK' });
	const parameters = { resource: 'lead', operation: 'getByIds', id: '12345', with: ['contacts'] };
	await publish('token', parameters, credential);
	const { status, data } = await run('token');
	expect([status, data]).toMatchObject([200, [{ id: 12345 }]]);
});

it('says in the test what is wrong with a wrong token, and sends none to a strange host', async () => {
	const { url = '' } = test$.stack.facts().sandbox ?? {};
	const wrong = { domain: 'sandbox', sandboxUrl: url, accessToken: 'wrong' };
	const refused = await createCredential('amoCrmApi', wrong);
	expect((await testOf(refused.id)).message).toContain('did not accept the token');
	const strange = { domain: 'amocrm.ru', subdomain: 'a@evil.invalid', accessToken: 'secret' };
	const lost = await createCredential('amoCrmApi', strange);
	expect(await testOf(lost.id)).toMatchObject({ status: 'Error' });
});

it('connects with OAuth2, tests itself and reads a lead', async () => {
	const { url: n8nUrl } = test$.stack.facts().n8n;
	const { url = '' } = test$.stack.facts().sandbox ?? {};
	const { data: integration } = await test$.control.post('/integrations', {
		name: 'n8n',
		redirect_uri: `${n8nUrl}/rest/oauth2-credential/callback`,
	});
	const { client_id: clientId, client_secret: clientSecret } = integration as {
		client_id: string;
		client_secret: string;
	};
	const fields = { domain: 'sandbox', sandboxUrl: url, clientId, clientSecret };
	const credential = await createCredential('amoCrmOAuth2Api', fields);
	credentialId = credential.id;

	const consent = await connect(test$, rest, { id: credentialId, clientId });
	expect(`${consent.origin}${consent.pathname}`).toBe(`${url}/oauth`);
	expect(await testOf(credentialId)).toMatchObject({ status: 'OK' });

	const parameters = {
		authentication: 'oAuth2',
		resource: 'lead',
		operation: 'getByIds',
		id: '12345',
	};
	await publish('oauth', parameters, credential);
	const { status, data } = await run('oauth');
	expect([status, data]).toMatchObject([200, [{ id: 12345 }]]);
	expect(await tokenCalls(test$)).toEqual([200]);
});

it('renews an expired token once for many runs at the same time, with redirect_uri', async () => {
	await test$.control.post('/clock/advance', { seconds: 2 * 86_400 });
	const answers = await Promise.all(Array.from({ length: 8 }, () => run('oauth')));
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
	expect((await run('oauth')).status).toBe(200);
});
