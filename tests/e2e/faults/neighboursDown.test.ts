import { eventually } from '../../support/eventually';
import { startFaultStack, update, type FaultStack } from '../support/faultStack';
import { pipelineWorkflow, triggerNode } from '../support/testStack';

/** amoCRM or Jarvis is down or refuses. */
let test$: FaultStack;

beforeAll(async () => {
	test$ = await startFaultStack();
});
afterAll(async () => {
	await test$?.close();
});

const subscriptions = async (): Promise<
	ReadonlyArray<{ destination: string; settings: readonly string[] }>
> => (await test$.control.get('/subscriptions')).data;

/** Switches the workflow off, sets the fault, and switches it on again. */
async function publishDuring(fault: object): Promise<{ clear(): Promise<unknown> }> {
	await test$.settled();
	const rest = await test$.n8n();
	await rest.http.post(`/rest/workflows/${pipelineWorkflow}/deactivate`, {});
	await eventually(
		'the old subscription is removed',
		async () => (await subscriptions()).length === 0,
	);
	const set = await test$.breaks(fault);
	await rest.activate(pipelineWorkflow);
	return set;
}

it('keeps the activation and subscribes later when amoCRM is down while the workflow is published', async () => {
	const fault = await publishDuring({ target: 'api', status: 503 });
	await eventually('the webhook answers although nobody is subscribed', async () => {
		const { status } = await test$.post(update(505_000));
		return status === 200;
	});
	// Longer than the client repeats by itself: from here on the trigger's own retries must do it.
	await new Promise((resolve) => setTimeout(resolve, 10_000));
	expect(await subscriptions()).toEqual([]);
	await fault.clear();
	await eventually(
		'amoCRM has the subscription',
		async () => (await subscriptions()).length === 1,
		60,
	);
	await test$.settled();
});

it('subscribes to the rest when amoCRM refuses one kind of event', async () => {
	const fault = await publishDuring({
		target: 'api',
		status: 400,
		match: { method: 'POST', bodyContains: 'delete_talk' },
	});
	const [subscription] = await eventually(
		'amoCRM has the subscription and no trial one',
		async () => {
			const all = await subscriptions();
			return all.length === 1 && (all[0]?.settings.length ?? 0) > 30 && all;
		},
		60,
	);
	await fault.clear();
	expect(subscription?.settings).toContain('status_lead');
	expect(subscription?.settings).not.toContain('delete_talk');
	expect(subscription?.destination).not.toContain('probe');
});

it('delivers everything later, in order per entity, when Jarvis was down', async () => {
	await test$.settled();
	await test$.control.delete('/jarvis');
	const fault = await test$.breaks({ target: 'jarvis', status: 503 });
	for (const name of ['first', 'second', 'third']) {
		for (const id of [530_001, 530_002, 530_003]) await test$.post(update(id, name));
	}
	await eventually('Jarvis has refused something', async () => {
		const refused = `last_error is not null and amocrm_entity_id like '5300%'`;
		return (await test$.count(refused)) > 0;
	});
	await fault.clear();
	await test$.settled();
	const calls = await test$.jarvis();
	for (const id of ['530001', '530002', '530003']) {
		const names = calls
			.filter(({ body }) => body.amocrm_entity_id === id)
			.map(({ body }) => body.payload.name);
		expect(names.filter((name, i) => name !== names[i - 1])).toEqual(['first', 'second', 'third']);
	}
	const dead = await test$.rows(
		`select id from amocrm_webhook_events where status = 'dead' and amocrm_entity_id like '5300%'`,
	);
	expect(dead).toEqual([]);
});

it('ends a poison event as dead and processes its neighbours', async () => {
	await test$.settled();
	const fault = await test$.breaks({
		target: 'jarvis',
		status: 500,
		match: { bodyContains: 'poison-pill' },
	});
	const bodies = Array.from({ length: 10 }, (_, i) =>
		update(540_000 + i, i === 4 ? 'poison-pill' : 'fine'),
	);
	await Promise.all(bodies.map((body) => test$.post(body)));
	await test$.settled(120);
	await fault.clear();
	const found = await test$.rows<{ id: string; status: string; last_error: string }>(
		`select amocrm_entity_id as id, status, attempts, last_error from amocrm_webhook_events where amocrm_entity_id like '54000%' order by 1`,
	);
	expect(found.filter(({ status }) => status === 'processed')).toHaveLength(9);
	expect(found.find(({ id }) => id === '540004')).toMatchObject({ status: 'dead' });
	expect(found.find(({ id }) => id === '540004')?.last_error).toContain('Jarvis');
	const failures = await test$.rows(
		'select * from amocrm_workflow_failures order by id desc limit 1',
	);
	expect(failures).toHaveLength(1);
});

interface Draft {
	readonly settings: object;
	readonly nodes: ReadonlyArray<{ name: string; webhookId?: string; parameters: object }>;
}

it('tells the receiver the account of a new trigger that amoCRM could not be asked about', async () => {
	const rest = await test$.n8n();
	const { data } = await rest.http.get(`/rest/workflows/${pipelineWorkflow}`);
	const { settings, nodes } = data.data as Draft;
	const webhookId = 'a0000000-0000-4000-8000-0000000000a7';
	const created = await rest.http.post('/rest/workflows', {
		name: 'A new trigger',
		settings,
		connections: {},
		nodes: nodes
			.filter(({ name }) => name === triggerNode)
			.map((node) => ({ ...node, webhookId, parameters: { ...node.parameters, options: {} } })),
	});
	const accounts = () =>
		test$.rows('select account_id from amocrm_endpoints where queue = $1', [webhookId]);
	const fault = await test$.breaks({ target: 'api', status: 503 });
	await rest.activate(created.data.data.id);
	await eventually('the receiver is told of the trigger', async () => {
		return (await accounts()).length === 1;
	});
	expect(await accounts()).toEqual([{ account_id: null }]);
	await fault.clear();
	await eventually(
		'the receiver is told of the account, although n8n took no webhook',
		async () => (await accounts())[0]?.['account_id'] === '31000001',
		60,
	);
});
