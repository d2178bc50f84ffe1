import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { startReceiverProcess, type ReceiverProcess } from '../../support/receiverProcess';
import {
	abortLoads,
	compareWithRows,
	startLoad,
	tally,
	type Load,
} from '../../support/webhookLoad';
import { key, startEventDatabase, type EventDatabase } from '../support/eventDatabase';

/** A disk on which every commit takes 100 ms, and one that hangs. */
let database: EventDatabase;
let receiver: ReceiverProcess;

beforeAll(async () => {
	database = await startEventDatabase({
		settings: { commit_delay: '100000', commit_siblings: '0', fsync: 'on' },
	});
	receiver = await startReceiverProcess(database.url);
});
afterEach(abortLoads);
afterAll(async () => {
	await receiver?.kill();
	await database?.close();
});

const load = (firstId: number, clients: number): Load =>
	startLoad({ url: `${receiver.url}/amocrm?key=${key}`, firstId, clients });

async function expectNothingLost({ accepted, sent, answers }: Load): Promise<void> {
	expect(accepted).toEqual(sent);
	expect(await compareWithRows(database.pool, sent)).toEqual({ missing: [], twice: [] });
	expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(2_000);
}

test('a commit of 100 ms delays every answer and loses none: calls share a commit', async () => {
	const calls = load(1_000_000, 50);
	await pause(6_000);
	await calls.finish();
	expect(tally(calls.answers)).toEqual({ 200: calls.sent.size });
	// Proof that the disk is slow, and that 50 callers do not queue up behind ten commits a second.
	expect(Math.min(...calls.answers.map(({ ms }) => ms))).toBeGreaterThan(90);
	expect(calls.accepted.size).toBeGreaterThan(600);
	await expectNothingLost(calls);
});

/** The postmaster and all its processes. */
const processes = (postmaster: number): readonly number[] => [
	...execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' })
		.trim()
		.split(/\s+/)
		.map(Number),
	postmaster,
];

test('a disk that hangs for four seconds: 503 in time, no event twice', async () => {
	const calls = load(2_000_000, 10);
	for (let times = 0; times < 2; times += 1) {
		await pause(1_000);
		const halted = processes(database.server.pid);
		for (const pid of halted) process.kill(pid, 'SIGSTOP');
		await pause(4_000);
		for (const pid of halted) process.kill(pid, 'SIGCONT');
	}
	await pause(1_000);
	await calls.finish();
	expect(Object.keys(tally(calls.answers))).toEqual(['200', '503']);
	await expectNothingLost(calls);
});
