import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually';
import { describeUnless } from '../../support/program';
import { startReceiverProcess, type ReceiverProcess } from '../../support/receiverProcess';
import { mountProblem, mountSmallDisk, type SmallDisk } from '../../support/smallDisk';
import { abortLoads, compareWithRows, startLoad, type Load } from '../../support/webhookLoad';
import { key, startEventDatabase, type EventDatabase } from '../support/eventDatabase';

describeUnless(mountProblem(), "PostgreSQL's disk is full", () => {
	let disk: SmallDisk;
	let database: EventDatabase;
	let receiver: ReceiverProcess;

	beforeAll(async () => {
		disk = mountSmallDisk(200);
		database = await startEventDatabase({
			folder: disk.folder,
			settings: { min_wal_size: '32MB', max_wal_size: '64MB' },
		});
		receiver = await startReceiverProcess(database.url);
	});
	afterEach(abortLoads);
	afterAll(async () => {
		disk?.free();
		await receiver?.kill();
		await database?.close();
		disk?.unmount();
	});

	const load = (firstId: number): Load =>
		startLoad({ url: `${receiver.url}/amocrm?key=${key}`, firstId, pauseMs: 5 });

	/** Waits until ten calls in a row were refused: nothing fits any more. */
	const refused = ({ answers }: Load) =>
		eventually('every call is refused', async () => {
			const last = answers.slice(-10).map(({ status }) => status);
			return last.length === 10 && last.every((status) => status === 503);
		});

	async function expectNothingLost({ accepted, sent, answers }: Load): Promise<void> {
		expect(accepted).toEqual(sent);
		expect(await compareWithRows(database.pool, sent)).toEqual({ missing: [], twice: [] });
		const bad = answers.filter(({ status }) => status !== 200);
		expect(new Set(bad.map(({ status }) => status))).toEqual(new Set([503]));
		expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(2_000);
	}

	test('calls are answered 503 until there is space again', async () => {
		const calls = load(1_000_000);
		await eventually('some are stored', async () => calls.accepted.size > 50);
		disk.fill();
		await refused(calls);
		const soFar = new Set(calls.accepted);
		await pause(1_000);
		// Reading needs no space: what was answered 200 is there while the disk is full.
		expect((await compareWithRows(database.pool, soFar)).missing).toEqual([]);
		const health = await fetch(`${receiver.url}/healthz`);
		expect([200, 503]).toContain(health.status);
		disk.free();
		await calls.finish();
		expect(calls.accepted.size).toBeGreaterThan(soFar.size);
		await expectNothingLost(calls);
	});

	test('PostgreSQL gives up for want of space for its log, and goes on after a restart', async () => {
		const calls = load(2_000_000);
		await eventually('some are stored', async () => calls.accepted.size > 50);
		disk.fill();
		const ended = await eventually('PostgreSQL has ended', async () => {
			// Each switch needs a new file of the log, which no longer fits.
			try {
				await database.pool.query(
					`select pg_switch_wal() from pg_logical_emit_message(false, 'faults', 'x')`,
				);
				return false;
			} catch (error) {
				return (error as { code?: string }).code === 'ECONNREFUSED';
			}
		});
		expect(ended).toBe(true);
		await refused(calls);
		disk.free();
		await database.restart();
		await calls.finish();
		await expectNothingLost(calls);
	});
});
