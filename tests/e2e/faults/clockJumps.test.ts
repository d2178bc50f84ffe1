import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import axios from 'axios';
import { claim } from '../../../src/inbox/claim';
import { saveEndpoint } from '../../../src/inbox/endpoints';
import { stopConsumers, testConsumer } from '../../support/consumers';
import { eventually } from '../../support/eventually';
import { describeUnless } from '../../support/program';
import { startReceiverProcess, type ReceiverProcess } from '../../support/receiverProcess';
import { abortLoads, compareWithRows, startLoad, tally } from '../../support/webhookLoad';
import { faketimeClock, faketimeLibrary, nodeClock, shiftedClockModule } from '../support/clocks';
import type { MovableClock } from '../support/clocks';
import { endpoint, key, queue, startEventDatabase } from '../support/eventDatabase';
import type { EventDatabase } from '../support/eventDatabase';

const hour = 3_600;
const day = 86_400;
/** To the next one from the one before it: an hour and a day, ahead and back. */
const jumps = [
	['an hour ahead', hour],
	['an hour back', 0],
	['a day ahead', day],
	['a day back', 0],
] as const;

let nextId = 1_000_000;
let clock: MovableClock;
let database: EventDatabase;
let receiver: ReceiverProcess;

afterEach(async () => {
	await abortLoads();
	await stopConsumers();
});
afterAll(() => clock?.remove());

const load = (firstId: number) => startLoad({ url: `${receiver.url}/amocrm?key=${key}`, firstId });

describeUnless(
	faketimeLibrary ? null : 'faketime (libfaketime.so.1) is not installed',
	"PostgreSQL's clock jumps",
	() => {
		beforeAll(async () => {
			clock = faketimeClock();
			database = await startEventDatabase({ environment: clock.environment });
			receiver = await startReceiverProcess(database.url);
		});
		afterAll(async () => {
			await receiver?.kill();
			await database?.close();
		});

		const databaseTime = async (): Promise<number> => {
			const { rows } = await database.pool.query<{ now: Date }>('select now()');
			return rows[0]?.now.getTime() ?? 0;
		};
		const open = async (): Promise<number> => {
			const { rows } = await database.pool.query<{ n: number }>(
				`select count(*)::int as n from amocrm_webhook_events where status <> 'processed'`,
			);
			return rows[0]?.n ?? -1;
		};

		test.each(jumps)('%s: nothing is lost or stuck, and a lease still ends', async (_name, off) => {
			const before = await databaseTime();
			const calls = load((nextId += 100_000));
			await eventually('some are stored', async () => calls.accepted.size > 100);
			// A run that dies without a word.
			const taken = await claim(database.pool, {
				...{ queue, limit: 20, lease: randomUUID(), leaseSeconds: 3 },
				...{ maxAttempts: 10, preferSolo: false },
			});
			expect(taken).toHaveLength(20);
			clock.set(off);
			await eventually('PostgreSQL has another time', async () => {
				return Math.abs((await databaseTime()) - before) > (hour / 2) * 1000;
			});
			const handled = new Set<unknown>();
			testConsumer(
				{ pool: database.pool, url: database.url },
				async (events) => {
					for (const { event } of events) handled.add(event.id);
				},
				{ queue, leaseSeconds: 3, maxAttempts: 10, pollSeconds: 1 },
			);
			await pause(2_000);
			await calls.finish();
			expect(tally(calls.answers)).toEqual({ 200: calls.sent.size });
			expect(await compareWithRows(database.pool, calls.sent)).toEqual({
				missing: [],
				twice: [],
			});
			await eventually('everything is processed', async () => (await open()) === 0, 20);
			expect(handled).toEqual(calls.sent);
		});
	},
);

describe("the receiver's clock jumps", () => {
	beforeAll(async () => {
		clock = nodeClock();
		database = await startEventDatabase();
		receiver = await startReceiverProcess(database.url, 0, {
			nodeArguments: ['--require', shiftedClockModule],
			environment: clock.environment,
		});
	});
	afterAll(async () => {
		await receiver?.kill();
		await database?.close();
	});

	test.each(jumps)('%s: every call is answered 200, once a row', async (_name, off) => {
		const calls = load((nextId += 100_000));
		await pause(500);
		clock.set(off);
		await pause(1_500);
		await calls.finish();
		expect(tally(calls.answers)).toEqual({ 200: calls.sent.size });
		expect(Math.max(...calls.answers.map(({ ms }) => ms))).toBeLessThan(2_000);
		expect(await compareWithRows(database.pool, calls.sent)).toEqual({ missing: [], twice: [] });
	});

	test('a trigger that is published after its clock was set back is known within seconds', async () => {
		clock.set(0);
		await pause(300);
		const call = (secret: string) =>
			axios.post(`${receiver.url}/amocrm?key=${secret}`, 'leads[add][0][id]=1', {
				validateStatus: () => true,
			});
		expect((await call('not-published')).status).toBe(403); // it has just looked
		clock.set(-day);
		await pause(300);
		await saveEndpoint(database.pool, 'published-later', { ...endpoint, queue: 'later' });
		await eventually('it is known', async () => (await call('published-later')).status === 200, 5);
	});
});
