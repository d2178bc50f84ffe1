import { randomUUID } from 'node:crypto';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { enqueue } from '../../src/inbox/enqueue';
import { fail } from '../../src/inbox/fail';
import { extendLease } from '../../src/inbox/lease';
import { nextDue } from '../../src/inbox/nextDue';
import { purge } from '../../src/inbox/purge';
import { release } from '../../src/inbox/release';
import { replay } from '../../src/inbox/replay';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';

let database: TestDatabase;

beforeAll(async () => {
	database = await createTestDatabase();
});
afterEach(async () => {
	await database.pool.query('truncate amocrm_webhook_events');
});
afterAll(async () => {
	await database.drop();
});

const rows = async (columns: string) =>
	(
		await database.pool.query<Record<string, unknown>>(
			`select ${columns} from amocrm_webhook_events order by id`,
		)
	).rows;

const store = (...events: Parameters<typeof newEvent>[0][]) =>
	enqueue(database.pool, delivery(events.map((event) => newEvent(event))));

const take = async (overrides: Partial<Parameters<typeof claim>[1]> = {}) => {
	const lease = overrides.lease ?? randomUUID();
	const events = await claim(database.pool, {
		queue: testQueue,
		limit: 250,
		leaseSeconds: 60,
		maxAttempts: 3,
		preferSolo: true,
		...overrides,
		lease,
	});
	return {
		lease,
		events,
		ids: events.map(({ event }) => event.id),
		finish: () =>
			complete(
				database.pool,
				events.map(({ eventId }) => eventId),
				lease,
			),
		fail: (error = 'no luck') =>
			fail(database.pool, { lease, error, maxAttempts: 3, retrySeconds: 10 }),
	};
};

const makeDue = () =>
	database.pool.query(
		`update amocrm_webhook_events set next_attempt_at = now() where status = 'pending'`,
	);

const endLeases = () =>
	database.pool.query(
		`update amocrm_webhook_events set leased_until = now() - interval '1 s' where status = 'processing'`,
	);

describe('storing', () => {
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
		const stored = await store(event);
		const { events } = await take();
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
		await store(
			{ id: '0cb4a1d2-7c1e-4a53-9a41-1d6f3f0f1a2b', accountId: null, occurredAt: null },
			{ id: '007' },
			{ id: null },
		);
		const { events } = await take();
		expect(events.map(({ event }) => event.id)).toEqual([
			'0cb4a1d2-7c1e-4a53-9a41-1d6f3f0f1a2b',
			'007',
			null,
		]);
		expect(events[0]?.event).toMatchObject({ accountId: null, occurredAt: null, parent: null });
	});

	test('the same delivery three times is one event with two duplicates', async () => {
		const first = await store({ id: 1 }, { id: 2 });
		const second = await store({ id: 1 }, { id: 2 });
		const third = await store({ id: 2 }, { id: 1 });
		expect(first.map(({ duplicate }) => duplicate)).toEqual([false, false]);
		expect(second).toEqual(first.map(({ eventId }) => ({ eventId, duplicate: true })));
		expect(third).toEqual([...second].reverse());
		expect(await rows('duplicates')).toEqual([{ duplicates: 2 }, { duplicates: 2 }]);
	});

	test('concurrent deliveries of the same events in any order store each once, without deadlock', async () => {
		const ids = Array.from({ length: 40 }, (_, index) => index);
		const all = await Promise.all(
			Array.from({ length: 30 }, (_, turn) =>
				store(...ids.map((_id, index) => ({ id: ids[(index * 7 + turn * 11) % 40] ?? 0 }))),
			),
		);
		expect(all.flat().filter(({ duplicate }) => !duplicate)).toHaveLength(40);
		const found = await rows('duplicates');
		expect(found).toHaveLength(40);
		expect(new Set(found.map(({ duplicates }) => duplicates))).toEqual(new Set([29]));
	});

	test('an event twice in one delivery counts once', async () => {
		const stored = await store({ id: 1 }, { id: 1 });
		expect(stored.map(({ duplicate }) => duplicate)).toEqual([false, true]);
		expect(new Set(stored.map(({ eventId }) => eventId)).size).toBe(1);
		expect(await rows('duplicates')).toEqual([{ duplicates: 0 }]);
	});

	test('a repeat after the dedupe window is a new event', async () => {
		await store({ id: 1 });
		await database.pool.query(`update amocrm_webhook_events set ts = now() - interval '25 hours'`);
		expect((await store({ id: 1 }))[0]?.duplicate).toBe(false);
		expect((await store({ id: 1 }))[0]?.duplicate).toBe(true);
		expect(await rows('generation, duplicates')).toEqual([
			{ generation: 1, duplicates: 0 },
			{ generation: 2, duplicates: 1 },
		]);
	});

	test('delete, restore, delete, restore without times are four events, each repeat is counted', async () => {
		const bare = { id: 1, occurredAt: null, data: { id: 1 } };
		for (const name of ['lead.delete', 'lead.restore', 'lead.delete', 'lead.restore']) {
			for (let turn = 0; turn < 3; turn += 1) await store({ ...bare, event: name });
		}
		// Another entity's restore does not make this delete a new one.
		await store({ ...bare, id: 2, event: 'lead.restore' });
		await store({ ...bare, event: 'lead.restore' });
		expect(await rows('event_type, amocrm_entity_id as id, generation, duplicates')).toEqual([
			{ event_type: 'lead.delete', id: '1', generation: 1, duplicates: 2 },
			{ event_type: 'lead.restore', id: '1', generation: 1, duplicates: 2 },
			{ event_type: 'lead.delete', id: '1', generation: 2, duplicates: 2 },
			{ event_type: 'lead.restore', id: '1', generation: 2, duplicates: 3 },
			{ event_type: 'lead.restore', id: '2', generation: 1, duplicates: 0 },
		]);
	});

	test('two queues keep the same event each for itself', async () => {
		await store({ id: 1 });
		const other = await enqueue(database.pool, delivery([newEvent({ id: 1 })], { queue: 'other' }));
		expect(other[0]?.duplicate).toBe(false);
		expect((await take()).ids).toEqual([1]);
		expect((await take({ queue: 'other' })).ids).toEqual([1]);
	});

	test('an unwanted event is kept as skipped, with the reason, and not handed out', async () => {
		await enqueue(database.pool, delivery([newEvent({}, 'pipeline 7 is not chosen')]));
		expect((await take()).events).toEqual([]);
		expect(
			await rows(
				"status, processed, processed_at is not null as dated, metadata ->> 'skip_reason' as reason",
			),
		).toEqual([
			{ status: 'skipped', processed: true, dated: true, reason: 'pipeline 7 is not chosen' },
		]);
	});

	test('a body without any event is kept whole and dead', async () => {
		const binary = Buffer.from([0xff, 0x00, 0xfe, 0x41]);
		await enqueue(database.pool, delivery([], { rawBody: binary, problems: ['not a form'] }));
		await enqueue(database.pool, delivery([], { rawBody: Buffer.from('Привет') }));
		await enqueue(database.pool, delivery([], { rawBody: Buffer.alloc(0) }));
		const found = await rows('event_type, status, payload, last_error');
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
			database.pool,
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
			database.pool,
			delivery([
				{ ...newEvent(), identity: 'deep', event: { ...newEvent().event, data: { deep } } },
			]),
		);
		const [first, second] = await rows('payload, metadata, occurred_at, account_id, changed_by');
		expect(first).toMatchObject({
			payload: { 'a\ufffd': 'b\ufffdc', emoji: '😀', number: null },
			metadata: { raw_body: { raw: 'as it came', encoding: 'utf8' } },
			...{ occurred_at: null, account_id: null, changed_by: null },
		});
		expect(JSON.stringify(first?.['metadata'])).toContain('U+FFFD');
		expect(JSON.stringify(second?.['metadata'])).toContain('deeper than 200 levels');
	});

	test('a database that hangs is reported within the time amoCRM waits', async () => {
		const blocker = await database.pool.connect();
		await blocker.query('begin; lock table amocrm_webhook_events');
		const startedAt = Date.now();
		await expect(store({ id: 1 })).rejects.toThrow(/timeout/i);
		expect(Date.now() - startedAt).toBeLessThan(1900);
		await blocker.query('rollback');
		blocker.release();
		await expect(store({ id: 2 })).resolves.toHaveLength(1);
	});
});

describe('claiming', () => {
	test('events of one entity come one after the other, in the order of the body', async () => {
		await store(
			...['a', 'b', 'c', 'd'].map((name) => ({ id: 1, data: { name } })),
			{ id: 2 },
			{ id: 1, accountId: 7 },
			{ id: 1, entity: 'contact' },
		);
		const first = await take();
		expect(first.events.map(({ event }) => [event.entity, event.id, event.accountId])).toEqual([
			['lead', 1, 28805383],
			['lead', 2, 28805383],
			['lead', 1, 7],
			['contact', 1, 28805383],
		]);
		expect((await take()).events).toEqual([]);
		await first.finish();
		const names = ['a'];
		for (let turn = 0; turn < 3; turn += 1) {
			const next = await take();
			names.push(...next.events.map(({ event }) => String(event.data['name'])));
			await next.finish();
		}
		expect(names).toEqual(['a', 'b', 'c', 'd']);
	});

	test('an earlier event that waits for its next attempt holds the later ones back, a dead one does not', async () => {
		await store({ id: 1, data: { name: 'a' } });
		await store({ id: 1, data: { name: 'b' } });
		for (let attempt = 1; attempt <= 3; attempt += 1) {
			const batch = await take();
			expect(batch.events[0]).toMatchObject({ attempts: attempt, event: { data: { name: 'a' } } });
			await batch.fail();
			if (attempt < 3) {
				expect((await take()).events).toEqual([]);
				await makeDue();
			}
		}
		expect((await take()).events[0]?.event.data).toEqual({ name: 'b' });
	});

	test('events without an id never wait for one another', async () => {
		await store({ id: null, data: { n: 1 } }, { id: null, data: { n: 2 } });
		expect((await take()).events).toHaveLength(2);
	});

	test('claimers at the same time never get the same event or two of one entity', async () => {
		await store(...Array.from({ length: 200 }, (_, n) => ({ id: n % 40, data: { n } })));
		const batches = await Promise.all(Array.from({ length: 8 }, () => take({ limit: 10 })));
		const entities = batches.flatMap(({ ids }) => ids);
		expect(new Set(entities).size).toBe(entities.length);
		expect(entities.length).toBeGreaterThan(0);
	});

	test('a lease that ended gives the events back, alone from the second time, dead after the last', async () => {
		await store({ id: 1 }, { id: 2 });
		expect((await take()).ids).toEqual([1, 2]);
		await endLeases();
		expect((await take()).ids).toEqual([1, 2]);
		await endLeases();
		expect((await take()).ids).toEqual([1]);
		await endLeases();
		expect((await take()).ids).toEqual([2]);
		expect(await rows('status, last_error')).toEqual([
			{ status: 'dead', last_error: expect.stringContaining('lease expired in attempt 3') },
			{ status: 'processing', last_error: expect.stringContaining('lease expired') },
		]);
	});

	test('a lease that is extended does not end, and one that was lost says so', async () => {
		await store({ id: 1 });
		const batch = await take({ leaseSeconds: 1 });
		expect(await extendLease(database.pool, batch.lease, 60)).toBe(1);
		await new Promise((resolve) => setTimeout(resolve, 1100));
		expect((await take()).events).toEqual([]);
		await endLeases();
		await take();
		expect(await extendLease(database.pool, batch.lease, 60)).toBe(0);
		expect(await batch.finish()).toBe(0);
	});

	test('single events and batches take turns', async () => {
		await store({ id: 1 }, { id: 2 }, { id: 3 });
		await (await take()).fail();
		await store({ id: 4 }, { id: 5 });
		expect((await take({ preferSolo: true })).ids).toEqual([1]);
		expect((await take({ preferSolo: false })).ids).toEqual([4, 5]);
		expect((await take({ preferSolo: false })).ids).toEqual([2]);
	});

	test('arguments that make no sense are refused with their names', async () => {
		await expect(take({ limit: 0 })).rejects.toMatchObject({
			code: 'AM001',
			message: expect.stringContaining('p_limit'),
		});
		await expect(
			database.pool.query(`select * from amocrm_enqueue_events('q', '{}', '{}', '1 day')`),
		).rejects.toMatchObject({ code: 'AM001' });
	});
});

describe('ending', () => {
	test('a failed batch of many is retried at once, alone, and costs no attempt', async () => {
		await store({ id: 1 }, { id: 2 });
		await (await take()).fail('Jarvis is down');
		expect(await rows('status, attempts, solo, last_error')).toEqual([
			{ status: 'pending', attempts: 0, solo: true, last_error: 'Jarvis is down' },
			{ status: 'pending', attempts: 0, solo: true, last_error: 'Jarvis is down' },
		]);
		expect((await take()).ids).toEqual([1]);
	});

	test('a single event waits longer after each failure, up to an hour', async () => {
		await store({ id: 1 });
		const waits: number[] = [];
		for (let attempt = 1; attempt <= 12; attempt += 1) {
			const { lease } = await take({ maxAttempts: 20 });
			await fail(database.pool, { lease, error: 'x', maxAttempts: 20, retrySeconds: 10 });
			waits.push((await nextDue(database.pool, testQueue)) ?? NaN);
			await makeDue();
		}
		waits.forEach((wait, index) => {
			const middle = Math.min(10_000 * 2 ** index, 3_600_000);
			expect(wait).toBeGreaterThan(middle * 0.8 - 1000);
			expect(wait).toBeLessThan(middle * 1.2 + 1);
		});
	});

	test('events that the workflow completed itself are left out when the run fails', async () => {
		const stored = await store({ id: 1 }, { id: 2 }, { id: 3 });
		const batch = await take();
		const ids = stored.slice(0, 2).map(({ eventId }) => eventId);
		const completed = () =>
			database.pool.query('select amocrm_complete_events($1) as count', [ids]);
		expect((await completed()).rows).toEqual([{ count: 2 }]);
		expect((await completed()).rows).toEqual([{ count: 0 }]);
		expect(await batch.fail()).toEqual([{ eventId: stored[2]?.eventId, status: 'pending' }]);
		expect(await rows('status, attempts')).toEqual([
			{ status: 'processed', attempts: 1 },
			{ status: 'processed', attempts: 1 },
			{ status: 'pending', attempts: 1 },
		]);
	});

	test('released events are as if never claimed', async () => {
		await store({ id: 1 }, { id: 2 });
		const before = await rows('status, attempts, solo, lease, next_attempt_at');
		expect(await release(database.pool, (await take()).lease)).toBe(2);
		expect(await rows('status, attempts, solo, lease, next_attempt_at')).toEqual(before);
	});

	test('dead events start again when replayed, others and unreadable bodies do not', async () => {
		const [dead, waiting] = await store({ id: 1 }, { id: 2 });
		await database.pool.query(
			`update amocrm_webhook_events set status = 'dead', attempts = 3 where id = $1`,
			[dead?.eventId],
		);
		const [unreadable] = await enqueue(database.pool, delivery([]));
		const ids = [dead, waiting, unreadable].map((stored) => stored?.eventId ?? '');
		expect(await replay(database.pool, ids)).toEqual([dead?.eventId]);
		expect((await take()).ids).toEqual([1, 2]);
		expect(await replay(database.pool, [])).toEqual([]);
	});

	test('the next due time ignores events that wait for an earlier one', async () => {
		expect(await nextDue(database.pool, testQueue)).toBeNull();
		await store({ id: 1, data: { n: 1 } }, { id: 1, data: { n: 2 } });
		expect(await nextDue(database.pool, testQueue)).toBeLessThanOrEqual(0);
		const batch = await take();
		const untilLeaseEnds = await nextDue(database.pool, testQueue);
		expect(untilLeaseEnds).toBeGreaterThan(50_000);
		await batch.fail();
		const untilRetry = await nextDue(database.pool, testQueue);
		expect(untilRetry).toBeGreaterThan(6_000);
		expect(untilRetry).toBeLessThan(13_000);
	});

	test('retention removes what is done and old, never what is pending or dead', async () => {
		await store(...Array.from({ length: 5 }, (_, id) => ({ id })));
		await database.pool.query(
			`update amocrm_webhook_events set status = (array['processed', 'skipped', 'dead', 'pending', 'processed'])[row.n],
				processed_at = now() - case row.n when 5 then interval '1 day' else interval '40 days' end,
				ts = now() - interval '40 days'
			from (select id, row_number() over (order by id) as n from amocrm_webhook_events) as row
			where row.id = amocrm_webhook_events.id`,
		);
		expect(await purge(database.pool, testQueue, 30)).toBe(2);
		expect(await rows('status')).toEqual([
			{ status: 'dead' },
			{ status: 'pending' },
			{ status: 'processed' },
		]);
	});
});
