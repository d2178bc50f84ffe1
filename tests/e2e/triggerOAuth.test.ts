import { randomUUID } from 'node:crypto';
import { eventually } from '../support/eventually';
import { connectionsOf } from './support/connection';
import { tokenCalls } from './support/oauthCredential';
import { startTestStack, type TestStack } from './support/testStack';

/** The trigger asks amoCRM between executions, too, where n8n gives it less than in one. */
let test$: TestStack;

beforeAll(async () => {
	test$ = await startTestStack();
});

afterAll(async () => {
	await test$?.close();
});

interface Subscription {
	readonly id: number;
	readonly destination: string;
}

const webhookId = randomUUID();

const subscribed = async (): Promise<Subscription> =>
	await eventually(
		'amoCRM has the webhook of the trigger',
		async () => {
			const { data } = await test$.control.get('/subscriptions');
			return (data as readonly Subscription[]).find(({ destination }) =>
				destination.includes(webhookId),
			);
		},
		60,
	);

it('the trigger subscribes, and renews tokens and webhook between executions', async () => {
	const { control, stack } = test$;
	const { url = '' } = stack.facts().sandbox ?? {};
	const rest = await test$.n8n();
	const connections = connectionsOf(test$, rest);
	const integration = await connections.integrationFor(stack.facts().n8n.url);
	const account = { domain: 'sandbox', sandboxUrl: url };
	const { id, name, type } = await connections.connected(account, integration);
	const { data: made } = await rest.http.post('/rest/workflows', {
		name: 'Trigger with OAuth2',
		nodes: [
			{
				id: randomUUID(),
				webhookId,
				name: 'Changes',
				type: 'n8n-nodes-amocrm-pipeline.amoCrmTrigger',
				typeVersion: 2,
				position: [0, 0],
				parameters: {
					authentication: 'oAuth2',
					deliveryMode: 'immediate',
					events: ['lead.update'],
					options: { checkMinutes: 0.05 },
				},
				credentials: { [type]: { id, name } },
			},
		],
		connections: {},
		settings: {},
	});
	await rest.activate((made as { data: { id: string } }).data.id);
	const first = await subscribed();
	expect(await tokenCalls(test$)).toEqual([200]);

	await control.post('/clock/advance', { seconds: 2 * 86_400 });
	await control.delete(`/subscriptions/${first.id}`);
	const second = await subscribed();
	expect(second.destination).toBe(first.destination);
	expect(second.id).not.toBe(first.id);
	expect(await tokenCalls(test$)).toEqual([200, 200]);
});
