import { startAmoCrmHosts, type AmoCrmHosts } from '../support/amoCrmHosts';
import { connectionsOf, type Connections } from './support/connection';
import type { Credential } from './support/editor';
import { requestsSince, tokenCalls } from './support/oauthCredential';
import { startTestStack, type TestStack } from './support/testStack';

/**
 * The account gets another subdomain while n8n works, and nobody touches the credentials. They name
 * `*.amocrm.ru`, as real ones do; only the last step on the way there is ours.
 */
let hosts: AmoCrmHosts;
let test$: TestStack;
let accountNames = 0;

beforeAll(async () => {
	hosts = await startAmoCrmHosts();
	test$ = await startTestStack({}, { n8nEnvironment: hosts.environment });
	hosts.leadTo(test$.stack.facts().sandbox?.url ?? '');
	await test$.control.post('/limit', { requestsPerSecond: null });
	await test$.control.patch('/oauth/rules', { refresh_grace: 0 });
});

afterAll(async () => {
	await test$?.close();
	await hosts?.close();
});

const rename = async (): Promise<string> => {
	const subdomain = `name-${(accountNames += 1)}`;
	await test$.control.patch('/account', { subdomain });
	return subdomain;
};

const lastSeq = async (): Promise<number> => (await requestsSince(test$)).at(-1)?.seq ?? 0;

async function connectionsAt(subdomain: string): Promise<Connections> {
	return connectionsOf(test$, await test$.n8n(), `${subdomain}.amocrm.ru`);
}

/** Publishes a workflow that makes a lead; running it answers how many leads of that name there are. */
async function leadMaker(connections: Connections, path: string, credential: Credential) {
	const parameters = { resource: 'lead', operation: 'create', name: path };
	await connections.publish(path, parameters, credential);
	return async (): Promise<number> => {
		const { status, data } = await connections.run(path);
		expect([status, data]).toMatchObject([200, [{ id: expect.any(Number) }]]);
		const { data: leads } = await test$.control.get('/leads?limit=250&order[id]=desc');
		return (leads as ReadonlyArray<{ name: string }>).filter(({ name }) => name === path).length;
	};
}

describe.each(['redirect', 'unauthorized', 'not_found'])(
	'an account whose former address answers: %s',
	(formerHost) => {
		it('gets writes and renewals of a connected credential, each once', async () => {
			await test$.control.patch('/oauth/rules', { former_host: formerHost });
			const subdomain = await rename();
			const connections = await connectionsAt(subdomain);
			const integration = await connections.integrationFor(test$.stack.facts().n8n.url);
			const account = { domain: 'amocrm.ru', subdomain };
			const credential = await connections.connected(account, integration);
			const path = `oauth-${formerHost}`;
			const makeLead = await leadMaker(connections, path, credential);
			expect(await makeLead()).toBe(1);

			await rename();
			expect(await makeLead()).toBe(2);
			const known = await lastSeq();
			expect(await makeLead()).toBe(3);
			const requests = await requestsSince(test$, known);
			const writes = requests.filter(({ method }) => method === 'POST');
			expect(writes.map(({ status }) => status)).toEqual([200]);
			// Nothing goes to the former address any more.
			expect(requests.filter(({ status }) => status >= 300)).toEqual([]);

			await test$.control.post('/clock/advance', { seconds: 2 * 86_400 });
			expect(await makeLead()).toBe(4);
			expect(await tokenCalls(test$, known)).toEqual([200]);
		});

		it('is found by a credential whose token ends with the old name', async () => {
			const subdomain = await rename();
			const connections = await connectionsAt(subdomain);
			const integration = await connections.integrationFor(test$.stack.facts().n8n.url);
			const account = { domain: 'amocrm.ru', subdomain };
			const credential = await connections.connected(account, integration);
			const makeLead = await leadMaker(connections, `ended-${formerHost}`, credential);
			await test$.control.post('/clock/advance', { seconds: 2 * 86_400 });
			await rename();
			expect(await makeLead()).toBe(1);
		});

		it('gets writes with a long-lived token that it took before', async () => {
			const subdomain = await rename();
			const connections = await connectionsAt(subdomain);
			const { client_id } = await connections.integrationFor(test$.stack.facts().n8n.url);
			const { data } = await test$.control.post('/oauth/long-lived-tokens', { client_id });
			const { token: accessToken } = data as { token: string };
			const fields = { domain: 'amocrm.ru', subdomain, accessToken };
			const credential = await connections.createCredential('amoCrmApi', fields);
			const path = `long-lived-${formerHost}`;
			const makeLead = await leadMaker(connections, path, credential);
			expect(await makeLead()).toBe(1);
			await rename();
			expect(await makeLead()).toBe(2);
		});
	},
);

it('nothing was sent outside the domains of amoCRM', () => {
	expect(hosts.strangers.filter((host) => !host.includes('n8n.io'))).toEqual([]);
});
