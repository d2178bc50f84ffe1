import { setTimeout as pause } from 'node:timers/promises';
import { createPool } from '../../../src/inbox/pool';
import { collectLog, stopConsumers, testConsumer } from '../../support/consumers';
import { cuttableProxy, type CuttableProxy } from '../../support/cuttableProxy';
import { eventually } from '../../support/eventually';
import { startReceiverProcess, type ReceiverProcess } from '../../support/receiverProcess';
import {
	abortLoads,
	compareWithRows,
	startLoad,
	tally,
	type Load,
} from '../../support/webhookLoad';
import { key, queue, startEventDatabase, type EventDatabase } from '../support/eventDatabase';

/** Between the receiver or a consumer on one side and PostgreSQL on the other. */
let database: EventDatabase;
let proxy: CuttableProxy;
let receiver: ReceiverProcess;
let throughProxy: string;

beforeAll(async () => {
	database = await startEventDatabase();
	proxy = await cuttableProxy(database.server.port);
	const url = new URL(database.url);
	url.port = String(proxy.port);
	throughProxy = url.href;
	receiver = await startReceiverProcess(throughProxy);
});
afterEach(async () => {
	proxy.restore();
	await abortLoads();
	await stopConsumers();
});
afterAll(async () => {
	await receiver?.kill();
	await proxy?.close();
	await database?.close();
});

const load = (firstId: number): Load =>
	startLoad({ url: `${receiver.url}/amocrm?key=${key}`, firstId });

const answering = (calls: Load) =>
	eventually('calls are answered 200 again', async () =>
		calls.answers.slice(-20).every(({ status }) => status === 200),
	);

async function expectNothingLost({ accepted, sent, answers }: Load): Promise<void> {
	expect(accepted).toEqual(sent);
	expect(await compareWithRows(database.pool, sent)).toEqual({ missing: [], twice: [] });
	expect(Object.keys(tally(answers))).toEqual(['200', '503']);
	expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(2_000);
}

test.each([
	['is cut', () => proxy.cut()],
	['swallows everything', () => proxy.blackHole()],
])('the network %s twice: 503 within two seconds, then 200 again', async (name, fault) => {
	const calls = load(name === 'is cut' ? 1_000_000 : 2_000_000);
	for (let times = 0; times < 2; times += 1) {
		await eventually('some are stored', async () => calls.accepted.size > 50 * (times + 1));
		fault();
		await pause(4_000);
		const during = calls.answers.slice(-5).map(({ status }) => status);
		expect(during).toEqual([503, 503, 503, 503, 503]);
		proxy.restore();
		await answering(calls);
	}
	await calls.finish();
	await expectNothingLost(calls);
});

test('a network of 200 ms there and back: answered 200 in time', async () => {
	const calls = load(3_000_000);
	await eventually('some are stored', async () => calls.accepted.size > 50);
	proxy.slowDown(100);
	await pause(3_000);
	await calls.finish();
	const slow = calls.answers.filter(({ ms }) => ms > 180);
	expect(slow.length).toBeGreaterThan(10);
	expect(Math.max(...calls.answers.map(({ ms }) => ms))).toBeLessThan(2_000);
	expect(await compareWithRows(database.pool, calls.sent)).toEqual({ missing: [], twice: [] });
});

test.each([
	['is cut', () => proxy.cut()],
	['swallows everything', () => proxy.blackHole()],
])('after the network %s a consumer is woken by notifications again', async (name, fault) => {
	const first = name === 'is cut' ? 4_000_000 : 5_000_000;
	const { log, lines } = collectLog();
	const handled = new Set<unknown>();
	const pool = createPool({ connectionString: throughProxy });
	try {
		// A poll every ten minutes: whatever is handled in this test was notified of.
		testConsumer(
			{ pool, url: throughProxy },
			async (events) => void events.forEach(({ event }) => handled.add(event.id)),
			{ log, queue, pollSeconds: 600 },
		);
		const before = load(first);
		await eventually('some are handled', async () => handled.size > 20);
		fault();
		await pause(2_500);
		proxy.restore();
		await before.finish();
		await eventually('all of them are', async () =>
			[...before.sent].every((id) => handled.has(id)),
		);
		const after = load(first + 500_000);
		await pause(500);
		await after.finish();
		await eventually(
			'new ones too',
			async () => [...after.sent].every((id) => handled.has(id)),
			10,
		);
		expect(lines.join('\n')).toContain('notifications are interrupted');
	} finally {
		await stopConsumers();
		await pool.end();
	}
});
