import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../stack/ports';
import { eventually } from '../../support/eventually';
import { startReceiverProcess, type ReceiverProcess } from '../../support/receiverProcess';
import {
	abortLoads,
	compareWithRows,
	startLoad,
	tally,
	type Load,
} from '../../support/webhookLoad';
import { key, startEventDatabase, type EventDatabase } from '../support/eventDatabase';

/** `kill -9` of the receiver and of PostgreSQL while calls come in: each 200 is a row, once. */
let database: EventDatabase;
let receiver: ReceiverProcess;
let port: number;

beforeAll(async () => {
	database = await startEventDatabase();
	port = await freePort();
	receiver = await startReceiverProcess(database.url, port);
});
afterEach(abortLoads);
afterAll(async () => {
	await receiver?.kill();
	await database?.close();
});

const load = (firstId: number): Load =>
	startLoad({ url: `http://127.0.0.1:${port}/amocrm?key=${key}`, firstId, retryMs: 500 });

async function expectNothingLost({ accepted, sent }: Load): Promise<void> {
	expect(accepted).toEqual(sent);
	expect(await compareWithRows(database.pool, sent)).toEqual({ missing: [], twice: [] });
}

const slowest = ({ answers }: Load): number => Math.max(...answers.map(({ ms }) => ms));

/** Processes that serve one connection each. */
const backends = (postmaster: number): readonly number[] =>
	execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(postmaster)], { encoding: 'utf8' })
		.split('\n')
		.filter((line) => line.includes(' amocrm 127.0.0.1'))
		.map((line) => Number(line.trim().split(' ')[0]));

test('the receiver is killed five times', async () => {
	const calls = load(1_000_000);
	for (let times = 0; times < 5; times += 1) {
		await pause(1_000);
		await receiver.kill();
		// What it had answered by now is on the disk, not in its memory.
		const soFar = new Set(calls.accepted);
		expect((await compareWithRows(database.pool, soFar)).missing).toEqual([]);
		receiver = await startReceiverProcess(database.url, port);
	}
	await calls.finish();
	expect(tally(calls.answers)[0]).toBeGreaterThan(0);
	expect(calls.accepted.size).toBeGreaterThan(200);
	await expectNothingLost(calls);
});

test("PostgreSQL's connections are killed five times: it restarts itself", async () => {
	const calls = load(2_000_000);
	for (let times = 0; times < 5; times += 1) {
		await pause(1_500);
		const victim = await eventually('a connection serves the receiver', async () =>
			backends(database.server.pid).at(0),
		);
		process.kill(victim, 'SIGKILL');
	}
	await pause(1_000);
	await calls.finish();
	expect(Object.keys(tally(calls.answers))).toEqual(['200', '503']);
	expect(slowest(calls)).toBeLessThan(2_000);
	await expectNothingLost(calls);
});

test('the whole PostgreSQL is killed three times', async () => {
	const calls = load(3_000_000);
	for (let times = 0; times < 3; times += 1) {
		await pause(1_000);
		await database.server.kill();
		const soFar = new Set(calls.accepted);
		await pause(1_000);
		await database.restart();
		expect((await compareWithRows(database.pool, soFar)).missing).toEqual([]);
	}
	await calls.finish();
	expect(Object.keys(tally(calls.answers))).toEqual(['200', '503']);
	expect(slowest(calls)).toBeLessThan(2_000);
	await expectNothingLost(calls);
});

test('PostgreSQL is restarted in order', async () => {
	const calls = load(4_000_000);
	for (let times = 0; times < 3; times += 1) {
		await pause(1_000);
		await database.server.stop();
		await database.restart();
	}
	await pause(500);
	await calls.finish();
	expect(Object.keys(tally(calls.answers))).toEqual(['200', '503']);
	expect(slowest(calls)).toBeLessThan(2_000);
	await expectNothingLost(calls);
});
