import axios from 'axios';
import { credentialIds } from '../../src/provision/credentials';
import type { N8nRest } from '../../stack/n8nRest';
import { eventually } from '../support/eventually';
import { startTestStack, type TestStack } from './support/testStack';

/** The simple delivery mode, and the credentials' Test button, in a real n8n. */
let test$: TestStack;
let rest: N8nRest;

beforeAll(async () => {
	test$ = await startTestStack();
	rest = await test$.n8n();
});

afterAll(async () => {
	await test$?.close();
});

const workflow = (jarvisUrl: string) => ({
	name: 'Immediate',
	active: false,
	settings: { executionOrder: 'v1' },
	nodes: [
		{
			id: 'a0000000-0000-4000-8000-000000000001',
			webhookId: 'a0000000-0000-4000-8000-000000000002',
			name: 'AmoCRM Trigger',
			type: 'n8n-nodes-amocrm-pipeline.amoCrmTrigger',
			typeVersion: 2,
			position: [0, 0],
			parameters: { deliveryMode: 'immediate', events: ['lead.add', 'lead.status'], options: {} },
			credentials: { amoCrmApi: { id: credentialIds.amoCrm, name: 'amoCRM' } },
		},
		{
			id: 'a0000000-0000-4000-8000-000000000003',
			name: 'HTTP Request',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			position: [200, 0],
			parameters: {
				method: 'POST',
				url: `${jarvisUrl}/amocrm/process-webhook`,
				sendBody: true,
				contentType: 'json',
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify({ amocrm_entity_id: "immediate", payload: $json }) }}',
				options: {},
			},
		},
	],
	connections: {
		'AmoCRM Trigger': { main: [[{ node: 'HTTP Request', type: 'main', index: 0 }]] },
	},
});

interface Subscription {
	readonly destination: string;
	readonly settings: readonly string[];
}

const received = async (): Promise<ReadonlyArray<{ event: string; id: number }>> =>
	(await test$.control.get('/jarvis')).data
		.filter(
			(call: { body: { amocrm_entity_id: string } }) => call.body.amocrm_entity_id === 'immediate',
		)
		.map((call: { body: { payload: unknown } }) => call.body.payload);

it('starts the workflow at once, with the chosen events only', async () => {
	const { data } = await rest.http.post('/rest/workflows', workflow(test$.stack.facts().jarvisUrl));
	await rest.activate(data.data.id);
	const subscription = await eventually('amoCRM has the second subscription', async () => {
		const all: Subscription[] = (await test$.control.get('/subscriptions')).data;
		return all.find(({ destination }) => destination.includes('a0000000'));
	});
	expect([...subscription.settings].sort()).toEqual(['add_lead', 'status_lead']);

	const post = (body: string) =>
		axios.post(subscription.destination, body, { validateStatus: () => true });
	const skipped = await post('contacts[add][0][id]=5&contacts[add][0][type]=contact');
	expect(skipped.data).toEqual({ received: 1, started: 0 });
	const started = await post(
		'leads[add][0][id]=77&leads[add][0][price]=0&leads[add][1][id]=78&leads[add][1][price]=10',
	);
	expect(started.status).toBe(200);
	const items = await eventually('the workflow has run', async () => {
		const calls = await received();
		return calls.length >= 2 && calls;
	});
	expect(items).toHaveLength(2);
	expect(items).toEqual(
		expect.arrayContaining([
			expect.objectContaining({
				event: 'lead.add',
				entity: 'lead',
				id: 77,
				data: expect.objectContaining({ price: 0 }),
			}),
			expect.objectContaining({ event: 'lead.add', id: 78 }),
		]),
	);
});

it('unsubscribes when the workflow is switched off', async () => {
	const { data } = await rest.http.get('/rest/workflows');
	const { id } = data.data.find(({ name }: { name: string }) => name === 'Immediate');
	await rest.http.post(`/rest/workflows/${id}/deactivate`, {});
	await eventually('amoCRM has one subscription again', async () => {
		const all: Subscription[] = (await test$.control.get('/subscriptions')).data;
		return all.length === 1 && !all[0]?.destination.includes('a0000000');
	});
});

describe('the Test button of a credential', () => {
	const press = async (type: string, data: object) => {
		const answer = await rest.http.post('/rest/credentials/test', {
			credentials: { id: '', name: 'test', type, data },
		});
		return answer.data.data as { status: string; message: string };
	};

	it('accepts a good long-lived token', async () => {
		const { url, token } = test$.stack.facts().sandbox ?? { url: '', token: '' };
		const good = { domain: 'sandbox', sandboxUrl: url, accessToken: token };
		expect(await press('amoCrmApi', good)).toMatchObject({ status: 'OK' });
	});

	it('refuses a wrong token', async () => {
		const { url } = test$.stack.facts().sandbox ?? { url: '' };
		const wrong = { domain: 'sandbox', sandboxUrl: url, accessToken: 'wrong' };
		expect(await press('amoCrmApi', wrong)).toMatchObject({ status: 'Error' });
	});

	it('sends no token to a host outside amoCRM', async () => {
		const seen: string[] = [];
		const { createServer } = await import('node:http');
		const stranger = createServer((request, response) => {
			seen.push(String(request.headers.authorization));
			response.end('{}');
		}).listen(0, '127.0.0.1');
		await new Promise((resolve) => stranger.once('listening', resolve));
		const { port } = stranger.address() as { port: number };
		for (const subdomain of [`127.0.0.1:${port}/`, `x@127.0.0.1:${port}/#`]) {
			const tricked = { domain: 'amocrm.ru', subdomain, accessToken: 'secret-token' };
			expect(await press('amoCrmApi', tricked)).toMatchObject({ status: 'Error' });
		}
		await new Promise((resolve) => stranger.close(resolve));
		expect(seen).toEqual([]);
	});
});
