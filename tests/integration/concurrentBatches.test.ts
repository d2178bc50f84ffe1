import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimedEvent } from '../../src/inbox/types';
import { testConsumer, until, useConsumerDatabase } from '../support/consumers';

const { database, store, count } = useConsumerDatabase();
const processed = (): Promise<number> => count('processed');

/** What happened, batch by batch; each batch ends when it is let go. */
function batches() {
	const seen: Array<{ readonly ids: readonly unknown[]; readonly end: () => void }> = [];
	const handle = (events: readonly ClaimedEvent[]): Promise<void> =>
		new Promise((end) => {
			seen.push({ ids: events.map(({ event }) => event.id), end });
		});
	return { seen, handle };
}

/** Long enough for a batch that must not begin to have begun. */
const aWhileMs = 500;

test('while more waits than one batch holds, as many run as are allowed', async () => {
	const { seen, handle } = batches();
	await store(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((id) => ({ id })));
	testConsumer(database, handle, { batchSize: 2, concurrentBatches: 3 });
	await until('three run', () => seen.length === 3);
	await pause(aWhileMs);
	expect(seen.map(({ ids }) => ids)).toEqual([
		[1, 2],
		[3, 4],
		[5, 6],
	]);
	// Whichever ends, the next takes its place.
	seen[2]?.end();
	await until('the fourth runs', () => seen.length === 4);
	seen[0]?.end();
	await until('the last runs', () => seen.length === 5);
	expect(seen.slice(3).map(({ ids }) => ids)).toEqual([[7, 8], [9]]);
	for (const { end } of seen) end();
	await until('all are processed', async () => (await processed()) === 9);
});

test('less than a full batch is left to one run, and what comes meanwhile waits for it', async () => {
	const { seen, handle } = batches();
	await store({ id: 1 }, { id: 2 });
	testConsumer(database, handle, { batchSize: 3, concurrentBatches: 3 });
	await until('a batch runs', () => seen.length === 1);
	await store({ id: 3 });
	await pause(aWhileMs);
	expect(seen).toHaveLength(1);
	seen[0]?.end();
	await until('the next runs', () => seen.length === 2);
	expect(seen.map(({ ids }) => ids)).toEqual([[1, 2], [3]]);
	seen[1]?.end();
	await until('all are processed', async () => (await processed()) === 3);
});

test('events of one entity never run side by side, and keep their order', async () => {
	const entities = [1, 2, 3, 4, 5, 6];
	const turns = [0, 1, 2, 3];
	for (const turn of turns) await store(...entities.map((id) => ({ id, data: { turn } })));
	const running = new Set<unknown>();
	const order: Array<readonly [unknown, unknown]> = [];
	let together = 0;
	testConsumer(
		database,
		async (events) => {
			const ids = new Set(events.map(({ event }) => event.id));
			for (const id of ids) expect(running.has(id)).toBe(false);
			for (const id of ids) running.add(id);
			together = Math.max(together, running.size);
			await pause(20 + Math.random() * 30);
			for (const { event } of events) order.push([event.id, event.data['turn']]);
			for (const id of ids) running.delete(id);
		},
		{ batchSize: 2, concurrentBatches: 3, maxAttempts: 1 },
	);
	await until('all are processed', async () => (await processed()) === 24);
	for (const entity of entities) {
		expect(order.filter(([id]) => id === entity).map(([, turn]) => turn)).toEqual(turns);
	}
	expect(together).toBeGreaterThan(2);
});

test('a batch that fails is tried again, those beside it are done', async () => {
	let failures = 0;
	await store(...[1, 2, 3, 4].map((id) => ({ id })));
	testConsumer(
		database,
		async (events) => {
			if (events.some(({ event }) => event.id === 3) && (failures += 1) === 1) {
				throw new Error('once');
			}
			await pause(50);
		},
		{ batchSize: 2, concurrentBatches: 2 },
	);
	await until('all are processed', async () => (await processed()) === 4);
	const { rows } = await database.pool.query(
		'select solo from amocrm_webhook_events order by amocrm_webhook_events.id',
	);
	expect(rows.map(({ solo }) => solo)).toEqual([false, false, true, true]);
});

test('in a burst one small batch runs at a time', async () => {
	const { seen, handle } = batches();
	await store(...Array.from({ length: 30 }, (_, id) => ({ id: id + 1 })));
	testConsumer(database, handle, { batchSize: 10, concurrentBatches: 3, giveWay: () => true });
	await until('a batch runs', () => seen.length === 1);
	await pause(aWhileMs);
	expect(seen.map(({ ids }) => ids)).toEqual([[1]]);
	seen[0]?.end();
});

test('a burst that begins while batches run side by side is given way to by all of them', async () => {
	const { seen, handle } = batches();
	let isBurst = false;
	await store(...Array.from({ length: 60 }, (_, id) => ({ id: id + 1 })));
	testConsumer(database, handle, {
		...{ batchSize: 10, concurrentBatches: 2, graceMs: 200 },
		giveWay: () => isBurst,
	});
	await until('two run', () => seen.length === 2);
	isBurst = true;
	seen[0]?.end();
	await pause(50);
	seen[1]?.end();
	await pause(aWhileMs);
	expect(seen).toHaveLength(2);
	isBurst = false;
	await until('two more run', () => seen.length === 4);
});

test('a stop waits for every batch that runs and claims nothing more', async () => {
	let runs = 0;
	await store(...[1, 2, 3, 4, 5, 6].map((id) => ({ id })));
	const consumer = testConsumer(
		database,
		async () => {
			runs += 1;
			await pause(400 * runs);
		},
		{ batchSize: 2, concurrentBatches: 2 },
	);
	await until('two run', () => runs === 2);
	await consumer.stop();
	expect(runs).toBe(2);
	expect(await processed()).toBe(4);
});
