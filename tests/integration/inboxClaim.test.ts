import { randomUUID } from 'node:crypto';
import { extendLease } from '../../src/inbox/lease';
import { until } from '../support/consumers';
import { useInbox } from '../support/inboxDatabase';
import { testQueue } from '../support/inboxEvents';

const inbox = useInbox();

test('events of one entity come one after the other, in the order of the body', async () => {
	await inbox.store(
		...['a', 'b', 'c', 'd'].map((name) => ({ id: 1, data: { name } })),
		{ id: 2 },
		{ id: 1, accountId: 7 },
		{ id: 1, entity: 'contact' },
	);
	const first = await inbox.take();
	expect(first.events.map(({ event }) => [event.entity, event.id, event.accountId])).toEqual([
		['lead', 1, 28805383],
		['lead', 2, 28805383],
		['lead', 1, 7],
		['contact', 1, 28805383],
	]);
	expect((await inbox.take()).events).toEqual([]);
	await first.finish();
	const names = ['a'];
	for (let turn = 0; turn < 3; turn += 1) {
		const next = await inbox.take();
		names.push(...next.events.map(({ event }) => String(event.data['name'])));
		await next.finish();
	}
	expect(names).toEqual(['a', 'b', 'c', 'd']);
});

test('an earlier event that waits for its next attempt holds the later ones back, a dead one does not', async () => {
	await inbox.store({ id: 1, data: { name: 'a' } });
	await inbox.store({ id: 1, data: { name: 'b' } });
	for (let attempt = 1; attempt <= 3; attempt += 1) {
		const batch = await inbox.take();
		expect(batch.events[0]).toMatchObject({ attempts: attempt, event: { data: { name: 'a' } } });
		await batch.fail();
		if (attempt < 3) {
			expect((await inbox.take()).events).toEqual([]);
			await inbox.makeDue();
		}
	}
	expect((await inbox.take()).events[0]?.event.data).toEqual({ name: 'b' });
});

test('events without an id never wait for one another', async () => {
	await inbox.store({ id: null, data: { n: 1 } }, { id: null, data: { n: 2 } });
	expect((await inbox.take()).events).toHaveLength(2);
});

test('claimers at the same time never get the same event or two of one entity', async () => {
	await inbox.store(...Array.from({ length: 200 }, (_, n) => ({ id: n % 40, data: { n } })));
	const batches = await Promise.all(Array.from({ length: 8 }, () => inbox.take({ limit: 10 })));
	const entities = batches.flatMap(({ ids }) => ids);
	expect(new Set(entities).size).toBe(entities.length);
	expect(entities.length).toBeGreaterThan(0);
});

test('a claim waits for one that is not committed yet, and does not take the same entity', async () => {
	await inbox.store({ id: 1, data: { n: 1 } }, { id: 1, data: { n: 2 } });
	await inbox.pool.query(
		`update amocrm_webhook_events set status = 'dead' where payload ->> 'n' = '1'`,
	);
	const first = await inbox.pool.connect();
	try {
		await first.query('begin');
		const { rowCount } = await first.query('select from amocrm_claim_events($1, 250, $2, 60, 3)', [
			testQueue,
			randomUUID(),
		]);
		expect(rowCount).toBe(1);
		await inbox.pool.query(
			`update amocrm_webhook_events set status = 'pending' where status = 'dead'`,
		);
		const second = inbox.take();
		await until('the second claim waits', async () => {
			const { rows } = await inbox.pool.query(
				`select from pg_locks where locktype = 'advisory' and not granted
					and database = (select oid from pg_database where datname = current_database())`,
			);
			return rows.length === 1;
		});
		await first.query('commit');
		expect((await second).events).toEqual([]);
	} finally {
		// After an error its transaction would hold the lock for good.
		first.release(true);
	}
});

test('a lease that ended gives the events back, alone from the second time, dead after the last', async () => {
	await inbox.store({ id: 1 }, { id: 2 });
	expect((await inbox.take()).ids).toEqual([1, 2]);
	await inbox.endLeases();
	expect((await inbox.take()).ids).toEqual([1, 2]);
	await inbox.endLeases();
	expect((await inbox.take()).ids).toEqual([1]);
	await inbox.endLeases();
	expect((await inbox.take()).ids).toEqual([2]);
	expect(await inbox.rows('status, last_error')).toEqual([
		{ status: 'dead', last_error: expect.stringContaining('lease expired in attempt 3') },
		{ status: 'processing', last_error: expect.stringContaining('lease expired') },
	]);
});

test('a lease that is extended does not end, and one that was lost says so', async () => {
	await inbox.store({ id: 1 });
	const batch = await inbox.take({ leaseSeconds: 1 });
	expect(await extendLease(inbox.pool, batch.lease, 60)).toBe(1);
	await new Promise((resolve) => setTimeout(resolve, 1100));
	expect((await inbox.take()).events).toEqual([]);
	await inbox.endLeases();
	await inbox.take();
	expect(await extendLease(inbox.pool, batch.lease, 60)).toBe(0);
	expect(await batch.finish()).toBe(0);
});

test('a lease that lies further ahead than any can ends: the clock was set back', async () => {
	await inbox.store({ id: 1 }, { id: 2 });
	await inbox.take();
	await inbox.pool.query(
		`update amocrm_webhook_events
		 set leased_until = now() + interval '1 hour', next_attempt_at = now() + interval '59 minutes'`,
	);
	expect((await inbox.take()).ids).toEqual([1, 2]);
});

test('an event that came "in the future" is due: the clock was set back', async () => {
	await inbox.store({ id: 1 }, { id: 2 });
	await inbox.pool.query(
		`update amocrm_webhook_events set next_attempt_at = now() + interval '1 day'`,
	);
	expect((await inbox.take()).ids).toEqual([1, 2]);
});

test('a pause after a failure is waited for, but not one that is longer than any', async () => {
	await inbox.store({ id: 1 });
	await (await inbox.take()).fail();
	expect((await inbox.take()).ids).toEqual([]);
	await inbox.pool.query(
		`update amocrm_webhook_events set next_attempt_at = now() + interval '1 day'`,
	);
	expect((await inbox.take()).ids).toEqual([1]);
});

test('single events and batches take turns', async () => {
	await inbox.store({ id: 1 }, { id: 2 }, { id: 3 });
	await (await inbox.take()).fail();
	await inbox.store({ id: 4 }, { id: 5 });
	expect((await inbox.take({ preferSolo: true })).ids).toEqual([1]);
	expect((await inbox.take({ preferSolo: false })).ids).toEqual([4, 5]);
	expect((await inbox.take({ preferSolo: false })).ids).toEqual([2]);
});

test('arguments that make no sense are refused with their names', async () => {
	await expect(inbox.take({ limit: 0 })).rejects.toMatchObject({
		code: 'AM001',
		message: expect.stringContaining('p_limit'),
	});
	await expect(
		inbox.pool.query(`select * from amocrm_enqueue_events('q', '{}', '1 day')`),
	).rejects.toMatchObject({ code: 'AM001' });
});

test('a claim on a young table, of which the planner knows nothing, probes once for each event', async () => {
	await inbox.store(...Array.from({ length: 2000 }, (_, index) => ({ id: 500_000 + index })));
	const { rows } = await inbox.pool.query(
		`explain (analyze, buffers, format json)
		 select from amocrm_claim_events($1, 250, gen_random_uuid(), 60, 3, false)`,
		[testQueue],
	);
	const plan = rows[0]['QUERY PLAN'][0].Plan as Record<string, number>;
	expect(plan['Actual Rows']).toBe(250);
	// As a join it was 500,000.
	expect(plan['Shared Hit Blocks']).toBeLessThan(30_000);
});
