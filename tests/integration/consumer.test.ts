import { randomUUID } from 'node:crypto';
import { claim } from '../../src/inbox/claim';
import type { ClaimedEvent } from '../../src/inbox/types';
import { collectLog, testConsumer, until, useConsumerDatabase } from '../support/consumers';
import { testQueue } from '../support/inboxEvents';

const { database, store, count } = useConsumerDatabase();

const idsOf = (events: readonly ClaimedEvent[]) => events.map(({ event }) => event.id);

test('an event is handed out within a second although the poll is slow', async () => {
	const seen: number[] = [];
	testConsumer(database, async () => void seen.push(Date.now()), { pollSeconds: 600 });
	await new Promise((resolve) => setTimeout(resolve, 500));
	const storedAt = Date.now();
	await store({ id: 1 });
	await until('it is processed', async () => (await count('processed')) === 1);
	expect((seen[0] ?? Infinity) - storedAt).toBeLessThan(1000);
});

test('a burst travels in one batch', async () => {
	const sizes: number[] = [];
	testConsumer(database, async (events) => void sizes.push(events.length), { lingerMs: 300 });
	await new Promise((resolve) => setTimeout(resolve, 500));
	for (let id = 0; id < 20; id += 1) await store({ id });
	await until('all are processed', async () => (await count('processed')) === 20);
	expect(sizes).toEqual([20]);
});

test('a run that never ends is given up after its time, and its events and those behind them go on', async () => {
	const runs: unknown[][] = [];
	const { log, lines } = collectLog();
	testConsumer(
		database,
		async (events) => {
			runs.push(idsOf(events));
			if (runs.length === 1) await new Promise(() => undefined);
		},
		{ lingerMs: 300, longestRunSeconds: 1, log },
	);
	await new Promise((resolve) => setTimeout(resolve, 500));
	await store({ id: 1 }, { id: 2 });
	await until('the first run has begun', () => runs.length === 1);
	await store({ id: 3 });
	await until('all are processed', async () => (await count('processed')) === 3, 5);
	expect(runs[0]).toEqual([1, 2]);
	expect(runs.slice(1).flat().sort()).toEqual([1, 2, 3]);
	expect(lines.join('\n')).toContain('no end of the run was reported within 1 s');
});

test('a run may take longer than any timer can wait', async () => {
	testConsumer(database, () => new Promise((resolve) => setTimeout(resolve, 300)), {
		longestRunSeconds: 1e9,
	});
	await store({ id: 1 });
	await until('it is processed', async () => (await count('processed')) === 1);
	const { rows } = await database.pool.query('select attempts from amocrm_webhook_events');
	expect(rows).toEqual([{ attempts: 1 }]);
});

test('events stored before the start, and while nobody listened, are handed out', async () => {
	await store({ id: 1 });
	testConsumer(database, async () => undefined, {
		listenConfig: { connectionString: 'postgres://nobody@127.0.0.1:1/none' },
		pollSeconds: 1,
	});
	await until('the first is processed', async () => (await count('processed')) === 1);
	await store({ id: 2 });
	await until('the second is processed', async () => (await count('processed')) === 2);
});

test('a poison event ends dead, its neighbours are processed', async () => {
	const { log, lines } = collectLog();
	testConsumer(
		database,
		async (events) => {
			if (idsOf(events).includes(4)) throw new Error('cannot swallow 4');
		},
		{ log },
	);
	const stored = await store(...Array.from({ length: 10 }, (_, id) => ({ id })));
	await until('one is dead', async () => (await count('dead')) === 1);
	await until('nine are processed', async () => (await count('processed')) === 9);
	const { rows } = await database.pool.query(
		`select amocrm_entity_id, attempts, last_error from amocrm_webhook_events where status = 'dead'`,
	);
	expect(rows).toEqual([{ amocrm_entity_id: '4', attempts: 3, last_error: 'cannot swallow 4' }]);
	expect(lines.join('\n')).toContain(`event ${stored[4]?.eventId} is dead after 3 attempts`);
});

test('a handler that throws before its first await is a failed run as well', async () => {
	testConsumer(
		database,
		() => {
			throw new Error('at once');
		},
		{ maxAttempts: 1 },
	);
	await store({ id: 1 });
	await until('it is dead', async () => (await count('dead')) === 1);
});

test('when everything fails for a while all events are delivered later, in order per entity', async () => {
	let isDown = true;
	const delivered: Array<readonly [unknown, unknown]> = [];
	testConsumer(
		database,
		async (events) => {
			if (isDown) throw new Error('Jarvis is down');
			for (const { event } of events) delivered.push([event.id, event.data['turn']]);
		},
		{ maxAttempts: 50 },
	);
	for (let turn = 0; turn < 4; turn += 1) {
		await store(...[1, 2, 3, 4, 5].map((id) => ({ id, data: { turn } })));
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	isDown = false;
	await until('all are processed', async () => (await count('processed')) === 20);
	for (const id of [1, 2, 3, 4, 5]) {
		expect(delivered.filter(([entity]) => entity === id).map(([, turn]) => turn)).toEqual([
			0, 1, 2, 3,
		]);
	}
	expect(delivered).toHaveLength(20);
});

test('events that never failed are not held up by many that wait alone', async () => {
	let isDown = true;
	const order: unknown[] = [];
	testConsumer(
		database,
		async (events) => {
			if (isDown) throw new Error('down');
			order.push(...idsOf(events));
			await new Promise((resolve) => setTimeout(resolve, 20));
		},
		{ maxAttempts: 50 },
	);
	await store(...Array.from({ length: 40 }, (_, id) => ({ id })));
	await until(
		'all have failed',
		async () =>
			(await database.pool.query('select from amocrm_webhook_events where not solo')).rowCount ===
			0,
	);
	// Before they are stored: a consumer quicker than this test would let them fail, too.
	isDown = false;
	await store({ id: 1000 }, { id: 1001 });
	await until('all are processed', async () => (await count('processed')) === 42);
	expect(order.indexOf(1000)).toBeLessThan(10);
	expect(order).toHaveLength(42);
});

test('a heartbeat keeps a run that takes longer than its lease', async () => {
	let runs = 0;
	const slow = async (): Promise<void> => {
		runs += 1;
		await new Promise((resolve) => setTimeout(resolve, 2500));
	};
	testConsumer(database, slow, { leaseSeconds: 1, pollSeconds: 1 });
	testConsumer(database, slow, { leaseSeconds: 1, pollSeconds: 1 });
	await store({ id: 1 });
	await until('it is processed', async () => (await count('processed')) === 1);
	expect(runs).toBe(1);
});

test('the events of a consumer that was killed come again when the lease ends', async () => {
	await store({ id: 1 }, { id: 2 });
	// A killed process is a claim that nobody ends.
	const options = { queue: testQueue, limit: 250, leaseSeconds: 1, maxAttempts: 3 };
	await claim(database.pool, { ...options, lease: randomUUID(), preferSolo: false });
	const startedAt = Date.now();
	testConsumer(database, async () => undefined, { pollSeconds: 600 });
	await until('both are processed', async () => (await count('processed')) === 2);
	expect(Date.now() - startedAt).toBeLessThan(3000);
});

test('a stop waits for the running batch and claims nothing more', async () => {
	let isRunning = false;
	const consumer = testConsumer(
		database,
		async () => {
			isRunning = true;
			await new Promise((resolve) => setTimeout(resolve, 500));
		},
		{ batchSize: 1 },
	);
	await store({ id: 1 }, { id: 2 });
	await until('the first runs', () => isRunning);
	await consumer.stop();
	expect(await count('processed')).toBe(1);
	expect(await count('pending')).toBe(1);
});

test('a stop gives the events of a run that does not end back at once and tells the run', async () => {
	let signal: AbortSignal | undefined;
	const consumer = testConsumer(
		database,
		(_events, aborted) => {
			signal = aborted;
			return new Promise(() => undefined);
		},
		{ graceMs: 200 },
	);
	await store({ id: 1 });
	await until('it runs', () => signal !== undefined);
	await consumer.stop();
	expect(signal?.aborted).toBe(true);
	const { rows } = await database.pool.query('select status, attempts from amocrm_webhook_events');
	expect(rows).toEqual([{ status: 'pending', attempts: 0 }]);
});

test('retention is applied at the start', async () => {
	await store({ id: 1 });
	await database.pool.query(
		`update amocrm_webhook_events set status = 'processed', processed_at = now() - interval '8 days'`,
	);
	testConsumer(database, async () => undefined, { retentionDays: 7 });
	await until('it is gone', async () => (await count('processed')) === 0);
});

test('a batch waits while a burst is being answered, five seconds at the most, and is a small one', async () => {
	let isBurst = true;
	const runs: Array<{ readonly events: number; readonly afterMs: number }> = [];
	const startedAt = Date.now();
	const handle = async ({ length }: readonly ClaimedEvent[]): Promise<void> => {
		runs.push({ events: length, afterMs: Date.now() - startedAt });
	};
	for (let id = 1; id <= 8; id += 1) await store({ id });
	testConsumer(database, handle, { giveWay: () => isBurst, batchSize: 20 });
	await until('a batch is processed', async () => (await count('processed')) > 0);
	expect(runs).toEqual([{ events: 2, afterMs: expect.any(Number) }]);
	expect(runs[0]?.afterMs).toBeGreaterThan(4_500);
	await new Promise((resolve) => setTimeout(resolve, 1_000));
	expect(await count('pending')).toBe(6);
	isBurst = false;
	await until('the rest is processed', async () => (await count('processed')) === 8);
	expect(runs.map(({ events }) => events)).toEqual([2, 6]);
});

test('a batch is a whole one as soon as a look sees no burst, whatever a second look would see', async () => {
	// The trigger judges the time since the last look: two in a row judge nothing at all.
	const looks = [true, false];
	const runs: number[] = [];
	for (let id = 1; id <= 8; id += 1) await store({ id });
	testConsumer(
		database,
		async ({ length }) => {
			runs.push(length);
		},
		{ giveWay: () => looks.shift() ?? runs.length === 0, batchSize: 20 },
	);
	await until('all are processed', async () => (await count('processed')) === 8);
	expect(runs).toEqual([8]);
});
