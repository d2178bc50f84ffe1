import { eventually } from '../support/eventually';
import { startTestStack, type TestStack } from './support/testStack';

/** The main job in a real n8n: a webhook becomes a row, a deal and a call to Jarvis. */
let test$: TestStack;

beforeAll(async () => {
	test$ = await startTestStack();
});

afterAll(async () => {
	await test$?.close();
});

interface JarvisCall {
	readonly body: {
		readonly event_type: string;
		readonly entity_type: string;
		readonly amocrm_entity_id: string | null;
		readonly payload: Record<string, unknown>;
		readonly details: Record<string, unknown> | null;
	};
	readonly idempotencyKey: string | null;
}

interface Lead {
	readonly id: number;
	readonly name: string;
	readonly price: number;
	readonly status_id: number;
}

const jarvisCalls = async (): Promise<readonly JarvisCall[]> =>
	(await test$.control.get('/jarvis')).data;

const rows = async (text: string, values: unknown[] = []) =>
	(await test$.pool.query(text, values)).rows;

const settled = (seconds = 60) =>
	eventually(
		'nothing is pending any more',
		async () => {
			const [row] = await rows(
				`select count(*)::int as n from amocrm_webhook_events where status in ('pending', 'processing')`,
			);
			return row.n === 0;
		},
		seconds,
	);

it('turns the documented curl call into a row, a deal and a call to Jarvis', async () => {
	const { status } = await test$.post('leads[status][0][id]=12345&leads[status][0][status_id]=142');
	expect(status).toBe(200);

	await settled();
	const [event] = await rows(
		`select * from amocrm_webhook_events where amocrm_entity_id = '12345' order by id desc limit 1`,
	);
	expect(event).toMatchObject({
		event_type: 'lead.status',
		entity_type: 'lead',
		status: 'processed',
		processed: true,
		attempts: 1,
	});
	const [deal] = await rows(`select * from amocrm_deals where amocrm_deal_id = '12345'`);
	const { data: lead } = await test$.control.get('/leads/12345');
	expect(deal).toMatchObject({ name: lead.name, account_id: event.account_id });
	expect(Number(deal.price)).toBe(lead.price);
	expect(Number(deal.status_id)).toBe(lead.status_id);

	const calls = (await jarvisCalls()).filter(({ body }) => body.amocrm_entity_id === '12345');
	expect(calls).toHaveLength(1);
	expect(calls[0]?.body).toMatchObject({
		event_type: 'lead.status',
		entity_type: 'lead',
		payload: { id: 12345, status_id: 142 },
		details: { id: 12345, name: lead.name },
	});
	expect(calls[0]?.idempotencyKey).toBe(String(event.id));
});

it('follows a lead that a person moves in amoCRM', async () => {
	const { data: created } = await test$.control.post('/leads', { name: 'Аренда', price: 0 });
	await eventually('the new lead is stored', async () => {
		const [deal] = await rows('select name, price from amocrm_deals where amocrm_deal_id = $1', [
			String(created.id),
		]);
		return deal && deal.name === 'Аренда' && Number(deal.price) === 0;
	});
	await test$.control.patch(`/leads/${created.id}`, { status_id: 142 });
	await eventually('the deal is won', async () => {
		const [deal] = await rows(
			'select status_label, closed_at from amocrm_deals where amocrm_deal_id = $1',
			[String(created.id)],
		);
		return deal?.status_label === 'successful' && deal.closed_at !== null;
	});
	await settled();
	const changes = await rows('select * from amocrm_deal_status_changes where amocrm_deal_id = $1', [
		String(created.id),
	]);
	expect(changes.at(-1)).toMatchObject({ to_status_id: '142' });
});

it('marks a deleted lead without asking amoCRM for it, and clears the mark on restore', async () => {
	const { data: lead } = await test$.control.post('/leads', { name: 'To delete', price: 10 });
	const deal = async () =>
		(await rows('select * from amocrm_deals where amocrm_deal_id = $1', [String(lead.id)]))[0];
	await eventually('the deal is stored', deal);
	await settled();
	await test$.control.delete('/requests');
	await test$.control.post(`/leads/${lead.id}/delete`);
	await eventually('it is marked deleted', async () => (await deal())?.deleted_at !== null);
	const { data: requests } = await test$.control.get('/requests');
	// Whatever the shipped schedules ask meanwhile (account, pipelines, webhooks) is not meant.
	expect(requests.filter(({ path }: { path: string }) => path.includes('/leads?'))).toEqual([]);
	await test$.control.post(`/leads/${lead.id}/restore`);
	await eventually('the mark is gone', async () => (await deal())?.deleted_at === null);
});

it('processes an id that amoCRM does not know once and marks it', async () => {
	await test$.post('leads[update][0][id]=99999999&leads[update][0][updated_at]=1748268812');
	await settled();
	const [event] = await rows(
		`select * from amocrm_webhook_events where amocrm_entity_id = '99999999'`,
	);
	expect(event).toMatchObject({ status: 'processed', attempts: 1 });
	expect(event.metadata).toMatchObject({ not_found: true });
});

it('stores an unknown root under its own name', async () => {
	await test$.post('widgets[moved][0][id]=7&widgets[moved][0][colour]=red');
	await settled();
	const [event] = await rows(
		`select * from amocrm_webhook_events where event_type = 'widgets.moved'`,
	);
	expect(event).toMatchObject({ amocrm_entity_id: '7', status: 'processed' });
	expect(JSON.stringify(event.payload)).toContain('red');
});

it('counts the same delivery three times as one event', async () => {
	const body =
		'leads[add][0][id]=12345&leads[add][0][updated_at]=1748260000&leads[add][0][name]=Same';
	for (let i = 0; i < 3; i += 1) expect((await test$.post(body)).status).toBe(200);
	await settled();
	const found = await rows(
		`select duplicates from amocrm_webhook_events where event_type = 'lead.add' and amocrm_entity_id = '12345'`,
	);
	expect(found).toEqual([{ duplicates: 2 }]);
});

it('stores 1,000 mixed events in bursts once each, with every deal right and few API requests', async () => {
	await settled();
	const before = (
		await rows('select coalesce(max(id), 0)::bigint as id from amocrm_webhook_events')
	)[0].id;
	await test$.control.delete('/requests');
	const { data: bulk } = await test$.control.post('/bulk', {
		leads: 300,
		contacts: 100,
		companies: 50,
		changes: 550,
		seed: 7,
	});
	const events = await eventually(
		'all events are stored and processed',
		async () => {
			const [row] = await rows(
				`select count(*)::int as n, count(*) filter (where processed)::int as done from amocrm_webhook_events where id > $1`,
				[before],
			);
			// Not before the last has come: a quick run may be done with all that is there in between.
			return row.n >= bulk.events && row.n === row.done && row.n;
		},
		180,
	);
	expect(events).toBe(bulk.events);
	expect(events).toBeGreaterThan(1000);

	const { data: state } = await test$.control.get('/leads?limit=10000');
	const deals = new Map(
		(await rows('select amocrm_deal_id, price, status_id, name, deleted_at from amocrm_deals')).map(
			(deal) => [deal.amocrm_deal_id, deal],
		),
	);
	const deleted = new Set<string>(bulk.deletedLeadIds.map(String));
	const living = (state as Lead[]).filter(
		({ id }) => bulk.leadIds.includes(id) && !deleted.has(String(id)),
	);
	const wrong = living.filter((lead) => {
		const deal = deals.get(String(lead.id));
		return (
			!deal ||
			Number(deal.price) !== lead.price ||
			Number(deal.status_id) !== lead.status_id ||
			deal.name !== lead.name ||
			deal.deleted_at !== null
		);
	});
	expect(living.length + deleted.size).toBe(300);
	expect(deleted.size).toBeGreaterThan(0);
	expect(wrong).toEqual([]);
	expect([...deleted].filter((id) => deals.get(id)?.deleted_at == null)).toEqual([]);
	const { data: requests } = await test$.control.get('/requests');
	// Those of the shipped schedules included, should their minute come.
	expect(requests.length).toBeLessThanOrEqual(events * 0.02);
	const { data: deliveries } = await test$.control.get('/deliveries');
	expect(deliveries.filter(({ state: s }: { state: string }) => s !== 'delivered')).toEqual([]);
}, 300_000);
