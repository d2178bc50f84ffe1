import { enqueue } from '../../src/inbox/enqueue';
import { fail } from '../../src/inbox/fail';
import { nextDue } from '../../src/inbox/nextDue';
import { purge } from '../../src/inbox/purge';
import { release } from '../../src/inbox/release';
import { replay } from '../../src/inbox/replay';
import { useInbox } from '../support/inboxDatabase';
import { delivery, testQueue } from '../support/inboxEvents';

const inbox = useInbox();

test('a failed batch of many is retried at once, alone, and costs no attempt', async () => {
	await inbox.store({ id: 1 }, { id: 2 });
	await (await inbox.take()).fail('Jarvis is down');
	expect(await inbox.rows('status, attempts, solo, last_error')).toEqual([
		{ status: 'pending', attempts: 0, solo: true, last_error: 'Jarvis is down' },
		{ status: 'pending', attempts: 0, solo: true, last_error: 'Jarvis is down' },
	]);
	expect((await inbox.take()).ids).toEqual([1]);
});

test('a single event waits longer after each failure, up to an hour', async () => {
	await inbox.store({ id: 1 });
	const waits: number[] = [];
	for (let attempt = 1; attempt <= 12; attempt += 1) {
		const { lease } = await inbox.take({ maxAttempts: 20 });
		await fail(inbox.pool, { lease, error: 'x', maxAttempts: 20, retrySeconds: 10 });
		waits.push((await nextDue(inbox.pool, testQueue)) ?? NaN);
		await inbox.makeDue();
	}
	waits.forEach((wait, index) => {
		const middle = Math.min(10_000 * 2 ** index, 3_600_000);
		expect(wait).toBeGreaterThan(middle * 0.8 - 1000);
		expect(wait).toBeLessThan(middle * 1.2 + 1);
	});
});

test('events that the workflow completed itself are left out when the run fails', async () => {
	const stored = await inbox.store({ id: 1 }, { id: 2 }, { id: 3 });
	const batch = await inbox.take();
	const ids = stored.slice(0, 2).map(({ eventId }) => eventId);
	const completed = () => inbox.pool.query('select amocrm_complete_events($1) as count', [ids]);
	expect((await completed()).rows).toEqual([{ count: 2 }]);
	expect((await completed()).rows).toEqual([{ count: 0 }]);
	expect(await batch.fail()).toEqual([{ eventId: stored[2]?.eventId, status: 'pending' }]);
	expect(await inbox.rows('status, attempts')).toEqual([
		{ status: 'processed', attempts: 1 },
		{ status: 'processed', attempts: 1 },
		{ status: 'pending', attempts: 1 },
	]);
});

test('released events are as if never claimed', async () => {
	await inbox.store({ id: 1 }, { id: 2 });
	const before = await inbox.rows('status, attempts, solo, lease, next_attempt_at');
	expect(await release(inbox.pool, (await inbox.take()).lease)).toBe(2);
	expect(await inbox.rows('status, attempts, solo, lease, next_attempt_at')).toEqual(before);
});

test('dead events start again when replayed, others and unreadable bodies do not', async () => {
	const [dead, waiting] = await inbox.store({ id: 1 }, { id: 2 });
	await inbox.pool.query(
		`update amocrm_webhook_events set status = 'dead', attempts = 3 where id = $1`,
		[dead?.eventId],
	);
	const [unreadable] = await enqueue(inbox.pool, delivery([]));
	const ids = [dead, waiting, unreadable].map((stored) => stored?.eventId ?? '');
	expect(await replay(inbox.pool, ids)).toEqual([dead?.eventId]);
	expect((await inbox.take()).ids).toEqual([1, 2]);
	expect(await replay(inbox.pool, [])).toEqual([]);
});

test('a replayed event waits for the run that has a later event of its entity', async () => {
	await inbox.store({ id: 1, data: { n: 1 } }, { id: 1, data: { n: 2 } });
	for (let attempt = 1; attempt <= 3; attempt += 1) {
		await (await inbox.take()).fail();
		await inbox.makeDue();
	}
	const later = await inbox.take();
	expect(later.events.map(({ event }) => event.data['n'])).toEqual([2]);
	await replay(
		inbox.pool,
		(await inbox.rows('id::text as row_id')).map((row) => String(row['row_id'])),
	);
	expect((await inbox.take()).events).toEqual([]);
	// Not "now": the consumer would ask again and again until the run ends.
	expect(await nextDue(inbox.pool, testQueue)).toBeGreaterThan(10_000);
	await later.finish();
	expect((await inbox.take()).events.map(({ event }) => event.data['n'])).toEqual([1]);
});

test('the next due time ignores events that wait for an earlier one', async () => {
	expect(await nextDue(inbox.pool, testQueue)).toBeNull();
	await inbox.store({ id: 1, data: { n: 1 } }, { id: 1, data: { n: 2 } });
	expect(await nextDue(inbox.pool, testQueue)).toBeLessThanOrEqual(0);
	const batch = await inbox.take();
	const untilLeaseEnds = await nextDue(inbox.pool, testQueue);
	expect(untilLeaseEnds).toBeGreaterThan(50_000);
	await batch.fail();
	const untilRetry = await nextDue(inbox.pool, testQueue);
	expect(untilRetry).toBeGreaterThan(6_000);
	expect(untilRetry).toBeLessThan(13_000);
});

test('retention removes what is done and old, never what is pending or dead', async () => {
	await inbox.store(...Array.from({ length: 5 }, (_, id) => ({ id })));
	await inbox.pool.query(
		`update amocrm_webhook_events set status = (array['processed', 'skipped', 'dead', 'pending', 'processed'])[row.n],
			processed_at = now() - case row.n when 5 then interval '1 day' else interval '40 days' end,
			ts = now() - interval '40 days'
		from (select id, row_number() over (order by id) as n from amocrm_webhook_events) as row
		where row.id = amocrm_webhook_events.id`,
	);
	expect(await purge(inbox.pool, testQueue, 30)).toBe(2);
	expect(await inbox.rows('status')).toEqual([
		{ status: 'dead' },
		{ status: 'pending' },
		{ status: 'processed' },
	]);
});
