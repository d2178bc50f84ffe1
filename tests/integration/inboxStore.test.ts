import { enqueue } from '../../src/inbox/enqueue';
import { useInbox } from '../support/inboxDatabase';
import { delivery, newEvent } from '../support/inboxEvents';

const inbox = useInbox();

test('an event comes out as it went in', async () => {
	const event = {
		event: 'note.add',
		entity: 'note',
		id: 9_007_199_254_740_991,
		accountId: 28805383,
		occurredAt: '2025-05-26T14:13:32.000Z',
		changes: { status_id: { from: 1, to: 142 } },
		parent: { entity: 'lead', id: 12345 },
		changedBy: 0,
		data: { text: 'Счёт', price: 0, list: [], nested: { on: false } },
	};
	const stored = await inbox.store(event);
	const { events } = await inbox.take();
	expect(events).toEqual([
		{
			event,
			eventId: stored[0]?.eventId,
			deliveryId: '5f7d2c1e-0000-4000-8000-000000000001',
			receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			attempts: 1,
			solo: false,
		},
	]);
});

test('ids that are no plain numbers stay text, and what is unknown stays null', async () => {
	await inbox.store(
		{ id: '0cb4a1d2-7c1e-4a53-9a41-1d6f3f0f1a2b', accountId: null, occurredAt: null },
		{ id: '007' },
		{ id: null },
	);
	const { events } = await inbox.take();
	expect(events.map(({ event }) => event.id)).toEqual([
		'0cb4a1d2-7c1e-4a53-9a41-1d6f3f0f1a2b',
		'007',
		null,
	]);
	expect(events[0]?.event).toMatchObject({ accountId: null, occurredAt: null, parent: null });
});

test('the same delivery three times is one event with two duplicates', async () => {
	const first = await inbox.store({ id: 1 }, { id: 2 });
	const second = await inbox.store({ id: 1 }, { id: 2 });
	const third = await inbox.store({ id: 2 }, { id: 1 });
	expect(first.map(({ duplicate }) => duplicate)).toEqual([false, false]);
	expect(second).toEqual(first.map(({ eventId }) => ({ eventId, duplicate: true })));
	expect(third).toEqual([...second].reverse());
	expect(await inbox.rows('duplicates')).toEqual([{ duplicates: 2 }, { duplicates: 2 }]);
});

test('concurrent deliveries of the same events in any order store each once, without deadlock', async () => {
	const ids = Array.from({ length: 40 }, (_, index) => index);
	const all = await Promise.all(
		Array.from({ length: 30 }, (_, turn) =>
			inbox.store(...ids.map((_id, index) => ({ id: ids[(index * 7 + turn * 11) % 40] ?? 0 }))),
		),
	);
	expect(all.flat().filter(({ duplicate }) => !duplicate)).toHaveLength(40);
	const found = await inbox.rows('duplicates');
	expect(found).toHaveLength(40);
	expect(new Set(found.map(({ duplicates }) => duplicates))).toEqual(new Set([29]));
});

test('an event twice in one delivery counts once', async () => {
	const stored = await inbox.store({ id: 1 }, { id: 1 });
	expect(stored.map(({ duplicate }) => duplicate)).toEqual([false, true]);
	expect(new Set(stored.map(({ eventId }) => eventId)).size).toBe(1);
	expect(await inbox.rows('duplicates')).toEqual([{ duplicates: 0 }]);
});

test('a repeat after the dedupe window is a new event', async () => {
	await inbox.store({ id: 1 });
	await inbox.pool.query(`update amocrm_webhook_events set ts = now() - interval '25 hours'`);
	expect((await inbox.store({ id: 1 }))[0]?.duplicate).toBe(false);
	expect((await inbox.store({ id: 1 }))[0]?.duplicate).toBe(true);
	expect(await inbox.rows('generation, duplicates')).toEqual([
		{ generation: 1, duplicates: 0 },
		{ generation: 2, duplicates: 1 },
	]);
});

test('delete, restore, delete, restore without times are four events, each repeat is counted', async () => {
	const bare = { id: 1, occurredAt: null, data: { id: 1 } };
	for (const name of ['lead.delete', 'lead.restore', 'lead.delete', 'lead.restore']) {
		for (let turn = 0; turn < 3; turn += 1) await inbox.store({ ...bare, event: name });
	}
	// Another entity's restore does not make this delete a new one.
	await inbox.store({ ...bare, id: 2, event: 'lead.restore' });
	await inbox.store({ ...bare, event: 'lead.restore' });
	expect(await inbox.rows('event_type, amocrm_entity_id as id, generation, duplicates')).toEqual([
		{ event_type: 'lead.delete', id: '1', generation: 1, duplicates: 2 },
		{ event_type: 'lead.restore', id: '1', generation: 1, duplicates: 2 },
		{ event_type: 'lead.delete', id: '1', generation: 2, duplicates: 2 },
		{ event_type: 'lead.restore', id: '1', generation: 2, duplicates: 3 },
		{ event_type: 'lead.restore', id: '2', generation: 1, duplicates: 0 },
	]);
});

test('two queues keep the same event each for itself', async () => {
	await inbox.store({ id: 1 });
	const other = await enqueue(inbox.pool, delivery([newEvent({ id: 1 })], { queue: 'other' }));
	expect(other[0]?.duplicate).toBe(false);
	expect((await inbox.take()).ids).toEqual([1]);
	expect((await inbox.take({ queue: 'other' })).ids).toEqual([1]);
});

test('an unwanted event is kept as skipped, with the reason, and not handed out', async () => {
	await enqueue(inbox.pool, delivery([newEvent({}, 'pipeline 7 is not chosen')]));
	expect((await inbox.take()).events).toEqual([]);
	expect(
		await inbox.rows(
			"status, processed, processed_at is not null as dated, metadata ->> 'skip_reason' as reason",
		),
	).toEqual([
		{ status: 'skipped', processed: true, dated: true, reason: 'pipeline 7 is not chosen' },
	]);
});

test('a body without any event is kept whole and dead', async () => {
	const binary = Buffer.from([0xff, 0x00, 0xfe, 0x41]);
	await enqueue(inbox.pool, delivery([], { rawBody: binary, problems: ['not a form'] }));
	await enqueue(inbox.pool, delivery([], { rawBody: Buffer.from('Привет') }));
	await enqueue(inbox.pool, delivery([], { rawBody: Buffer.alloc(0) }));
	const found = await inbox.rows('event_type, status, payload, last_error');
	expect(found.map(({ payload }) => payload)).toEqual([
		{ raw: binary.toString('base64'), encoding: 'base64' },
		{ raw: 'Привет', encoding: 'utf8' },
		{ raw: '', encoding: 'utf8' },
	]);
	expect(new Set(found.map(({ status }) => status))).toEqual(new Set(['dead']));
	expect(found[0]?.['last_error']).toContain('not a form');
	expect(found[2]?.['last_error']).toContain('the body is empty');
});

test('no content can make storing fail: NUL, half surrogates, long names, depth, odd times', async () => {
	let deep: unknown = 'bottom';
	for (let level = 0; level < 5000; level += 1) deep = { deeper: deep };
	const rawBody = Buffer.from('as it came');
	await enqueue(
		inbox.pool,
		delivery(
			[
				newEvent({
					event: 'x'.repeat(50_000),
					entity: `y\0${'y'.repeat(50_000)}`,
					id: 'z'.repeat(50_000),
					occurredAt: '+275000-01-01T00:00:00.000Z',
					accountId: 1e300,
					changedBy: 1.5,
					parent: { entity: 'lead\ud800', id: '\0' },
					data: { 'a\0': 'b\ud800c', emoji: '😀', number: Infinity },
					changes: { field: { from: '\0', to: '\udc00' } },
				}),
			],
			{ rawBody, problems: ['p\0'.repeat(10_000), ...Array<string>(1000).fill('more')] },
		),
	);
	await enqueue(
		inbox.pool,
		delivery([{ ...newEvent(), identity: 'deep', event: { ...newEvent().event, data: { deep } } }]),
	);
	const [first, second] = await inbox.rows(
		'payload, metadata, occurred_at, account_id, changed_by',
	);
	expect(first).toMatchObject({
		payload: { 'a\ufffd': 'b\ufffdc', emoji: '😀', number: null },
		metadata: { raw_body: { raw: 'as it came', encoding: 'utf8' } },
		...{ occurred_at: null, account_id: null, changed_by: null },
	});
	expect(JSON.stringify(first?.['metadata'])).toContain('U+FFFD');
	expect(JSON.stringify(second?.['metadata'])).toContain('deeper than 200 levels');
});

test('a database that hangs is reported within the time amoCRM waits', async () => {
	const blocker = await inbox.pool.connect();
	await blocker.query('begin; lock table amocrm_webhook_events');
	const startedAt = Date.now();
	await expect(inbox.store({ id: 1 })).rejects.toThrow(/timeout/i);
	expect(Date.now() - startedAt).toBeLessThan(1900);
	await blocker.query('rollback');
	blocker.release();
	await expect(inbox.store({ id: 2 })).resolves.toHaveLength(1);
});

test('a body of many events that cannot be stored as they are is kept whole once', async () => {
	const rawBody = Buffer.from('x'.repeat(100_000));
	const events = Array.from({ length: 500 }, (_event, id) =>
		newEvent({ id, data: { text: '\0' } }),
	);
	await enqueue(inbox.pool, delivery(events, { rawBody }));
	const found = await inbox.rows(`metadata ? 'raw_body' as kept, metadata ? 'problems' as told`);
	expect(found.filter(({ kept }) => kept)).toHaveLength(1);
	expect(found.every(({ told }) => told)).toBe(true);
});

test('the body of a call whose first event is a repeat is kept on the stored row', async () => {
	await inbox.store({ id: 1 });
	const rawBody = Buffer.from('first=repeated&second=new');
	await enqueue(
		inbox.pool,
		delivery([newEvent({ id: 1 }), newEvent({ id: 2 })], { rawBody, problems: ['something odd'] }),
	);
	expect(await inbox.rows(`metadata #>> '{raw_body,raw}' as body, duplicates`)).toEqual([
		{ body: 'first=repeated&second=new', duplicates: 1 },
		{ body: null, duplicates: 0 },
	]);
});
