import { useTestDatabase } from '../support/database';
import {
	answered,
	createCrm,
	isLookedUp,
	leadDetails,
	testAccount,
	type Item,
} from '../support/crmItems';

const database = useTestDatabase();
const crm = createCrm(database);

const deal = (id = '1') => crm.row('select * from amocrm_deals where amocrm_deal_id = $1', [id]);

const storeLead = (overrides: Item, event: Item = {}) =>
	crm.run([{ id: Number(overrides['id'] ?? 1), ...event }], () => leadDetails(overrides));

let minute = 0;
/** A time of its own makes each event a new one. */
const anotherTime = () => {
	minute += 1;
	return { occurredAt: new Date(Date.UTC(2025, 4, 26, 12, minute)).toISOString() };
};

test('a price of 0, an empty name and empty lists are stored as they are', async () => {
	await storeLead({ price: 0, name: '' });
	expect(await deal()).toMatchObject({
		price: '0',
		name: '',
		tags: [],
		contact_ids: [],
		closed_at: null,
		status_label: 'in_progress',
	});
	expect((await deal())['custom_fields']).toEqual({});
});

test.each([
	[142, 'successful'],
	[143, 'unsuccessful'],
	[32392159, 'in_progress'],
])('status %i is %s', async (status, label) => {
	await storeLead({ status_id: status });
	expect(await deal()).toMatchObject({ status_label: label });
});

test('an older answer of amoCRM never overwrites a newer one', async () => {
	await storeLead({ name: 'new', price: 0, updated_at: 1748270000 });
	await storeLead({ name: 'old', price: 5, updated_at: 1748269999 }, anotherTime());
	expect(await deal()).toMatchObject({ name: 'new', price: '0' });
});

test('of two answers with the same updated_at the one that was asked for later wins', async () => {
	const [first] = await crm.attach(await crm.receive({ id: 1 }));
	const [second] = await crm.attach(await crm.receive({ id: 1, ...anotherTime() }));
	await crm.store([answered(second ?? {}, leadDetails({ price: 2 }))]);
	await crm.store([answered(first ?? {}, leadDetails({ price: 1 }))]);
	expect(await deal()).toMatchObject({ price: '2' });
});

test('of two answers in one call the newer wins, whatever their order', async () => {
	const items = await crm.attach(await crm.receive({ id: 1 }, { id: 1, ...anotherTime() }));
	await crm.store(
		items.map((item, index) =>
			answered(item, leadDetails({ updated_at: 1748270000 - index, name: `${index}` })),
		),
	);
	expect(await deal()).toMatchObject({ name: '0' });
});

test('two accounts with the same lead id have a row each', async () => {
	await storeLead({ name: 'ours' });
	await storeLead({ name: 'theirs', account_id: 777 }, { accountId: 777 });
	expect(await crm.rows('select account_id, name from amocrm_deals order by account_id')).toEqual([
		{ account_id: '777', name: 'theirs' },
		{ account_id: String(testAccount), name: 'ours' },
	]);
});

test('a row of another account does not spare the request', async () => {
	const [ours, theirs] = await crm.receive({ id: 1 }, { id: 1, accountId: 777 });
	const [item] = await crm.attach([ours]);
	await crm.store([answered(item ?? {}, leadDetails())]);
	expect(await crm.attach([ours, theirs])).toMatchObject([{ lookup: 'none' }, { lookup: 'lead' }]);
});

test('250 items go in with one call, in order, in less than 2 seconds', async () => {
	const events = Array.from({ length: 250 }, (_, index) => ({ id: index + 1 }));
	const items = await crm.attach(await crm.receive(...events));
	const fields = Array.from({ length: 40 }, (_, index) => ({
		field_id: index,
		field_name: `Field ${index}`,
		field_code: null,
		field_type: 'text',
		values: [{ value: 'x'.repeat(50) }],
	}));
	const startedAt = Date.now();
	const stored = await crm.store(
		items.map((item) =>
			answered(item, leadDetails({ id: item['id'], custom_fields_values: fields })),
		),
	);
	expect(Date.now() - startedAt).toBeLessThan(2_000);
	expect(stored.map((item) => item['id'])).toEqual(events.map(({ id }) => id));
	expect(await crm.row('select count(*)::int as n from amocrm_deals')).toEqual({ n: 250 });
	expect(await crm.row('select requests from amocrm_api_usage')).toEqual({ requests: 1 });
});

test('storing the same items again changes nothing', async () => {
	const [move, note] = await crm.attach(
		await crm.receive(
			{ event: 'lead.status', id: 1, changes: { status_id: { from: 1, to: 142 } } },
			{ event: 'note.add', entity: 'note', id: 9, parent: { entity: 'lead', id: 1 } },
		),
	);
	const items = [move, note].map((item) => answered(item ?? {}, leadDetails({ status_id: 142 })));
	const state = () =>
		crm.rows(
			`select to_jsonb(deal) as deal, (select count(*) from amocrm_deal_status_changes) as moves,
			        (select count(*) from amocrm_deal_notes) as notes from amocrm_deals as deal`,
		);
	const first = await crm.store(items);
	const before = await state();
	expect(before).toMatchObject([{ moves: '1', notes: '1' }]);
	expect(await crm.store(items)).toEqual(first);
	expect(await state()).toEqual(before);
});

test('concurrent calls with the same leads in opposite orders all succeed', async () => {
	const events = Array.from({ length: 100 }, (_, index) => ({ id: index + 1 }));
	const items = await crm.attach(await crm.receive(...events));
	const batches = Array.from({ length: 8 }, (_, batch) => {
		const answers = items.map((item) =>
			answered(item, leadDetails({ id: item['id'], updated_at: 1748270000 + batch })),
		);
		return batch % 2 === 0 ? answers : answers.reverse();
	});
	await Promise.all(batches.map((batch) => crm.store(batch)));
	expect(
		await crm.row(
			'select count(*)::int as n, min(updated_at) = max(updated_at) as same from amocrm_deals',
		),
	).toEqual({ n: 100, same: true });
});

describe('a row that was fetched after the event came', () => {
	test('spares the request: its answer is attached', async () => {
		const events = await crm.receive({ id: 1 }, { id: 1, ...anotherTime() });
		const [first] = await crm.attach(events.slice(0, 1));
		await crm.store([answered(first ?? {}, leadDetails({ price: 7 }))]);
		const [second] = await crm.attach(events.slice(1));
		expect(second).toMatchObject({
			lookup: 'none',
			subject: { entity: 'lead', id: 1 },
			details: { id: 1, price: 7 },
		});
		const [stored] = await crm.store([second]);
		expect(stored).toMatchObject({ details: { price: 7 } });
		expect(await crm.row('select requests from amocrm_api_usage')).toEqual({ requests: 1 });
	});

	test('does not answer for an event that came after it was asked for', async () => {
		await storeLead({});
		const [later] = await crm.attach(await crm.receive({ id: 1, ...anotherTime() }));
		expect(later).toMatchObject({ lookup: 'lead' });
		expect(later).not.toHaveProperty('details');
	});

	test('is not believed when the other machine’s clock runs ahead', async () => {
		const future = '2099-01-01T00:00:00.000Z';
		const [item] = await crm.attach(await crm.receive({ id: 1 }));
		await crm.store([{ ...answered(item ?? {}, leadDetails()), fetchedAt: future }]);
		const [later] = await crm.attach(await crm.receive({ id: 1, ...anotherTime() }));
		expect(later).toMatchObject({ lookup: 'lead' });
		// Without our own clock's askedAt too.
		const { askedAt: _, ...unasked } = answered(later ?? {}, leadDetails());
		await crm.store([{ ...unasked, fetchedAt: future }]);
		const [last] = await crm.attach(await crm.receive({ id: 1, ...anotherTime() }));
		expect(last).toMatchObject({ lookup: 'lead' });
	});
});

test.each<[string, Item, unknown, string]>([
	['a contact event', { entity: 'contact', id: 5 }, { entity: 'contact', id: 5 }, 'contact'],
	['a company event', { entity: 'company', id: '5' }, { entity: 'company', id: 5 }, 'company'],
	[
		'a note of a lead',
		{ event: 'note.add', entity: 'note', id: 9, parent: { entity: 'lead', id: 5 } },
		{ entity: 'lead', id: 5 },
		'lead',
	],
	[
		'a task of a contact',
		{ event: 'task.update', entity: 'task', id: 9, parent: { entity: 'contact', id: 5 } },
		{ entity: 'contact', id: 5 },
		'contact',
	],
	[
		'a note of a customer',
		{ event: 'note.add', entity: 'note', id: 9, parent: { entity: 'customer', id: 5 } },
		null,
		'none',
	],
	['a talk without a parent', { event: 'talk.add', entity: 'talk', id: 9 }, null, 'none'],
	['a deleted lead', { event: 'lead.delete', entity: 'lead', id: 5 }, null, 'none'],
	['a lead whose id is not a number', { entity: 'lead', id: 'abc' }, null, 'none'],
	['a lead with id 0', { entity: 'lead', id: 0 }, null, 'none'],
])('%s is looked up as it must be', async (_, event, subject, lookup) => {
	const [item] = await crm.attach(await crm.receive(event));
	expect(item).toMatchObject({ ...event, subject, lookup });
	expect(isLookedUp(item ?? {})).toBe(lookup !== 'none');
});

test('items come back in their order, one for each, even when they are no events', async () => {
	const items = [{ eventId: 'x' }, 7, null, { event: 5, id: {} }, []];
	expect(await crm.attach(items)).toHaveLength(5);
	expect(await crm.store(items)).toMatchObject([{ eventId: 'x' }, 7, null, { event: 5 }, []]);
	expect(await crm.attach([])).toEqual([]);
	expect(await crm.store([])).toEqual([]);
});

test('what is not an array is refused with a reason', async () => {
	await expect(
		database.pool.query('select * from amocrm_store_details($1)', ['{}']),
	).rejects.toThrow('p_items is not an array');
	await expect(
		database.pool.query('select * from amocrm_attach_fresh_details($1)', ['{}']),
	).rejects.toThrow('p_items is not an array');
});
