import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually';
import { abortLoads, compareWithRows, startLoad } from '../../support/webhookLoad';
import { startFaultStack, update, type FaultStack } from '../support/faultStack';

/** PostgreSQL, which keeps the events and n8n's own tables, stops or is killed. */
let test$: FaultStack;

beforeAll(async () => {
	test$ = await startFaultStack();
});
afterEach(abortLoads);
afterAll(async () => {
	await test$?.close();
});

it('answers 503 while PostgreSQL is down; amoCRM sends again and nothing is lost', async () => {
	await test$.settled();
	await test$.control.delete('/requests');
	await test$.stack.postgres.stop();
	const startedAt = Date.now();
	const { status } = await test$.post(update(520_000));
	expect(status).toBeGreaterThanOrEqual(500);
	// amoCRM waits two seconds; a later answer would count as none.
	expect(Date.now() - startedAt).toBeLessThan(2000);
	const { data: lead } = await test$.control.post('/leads', {
		name: 'While it was down',
		price: 5,
	});
	await eventually('amoCRM has seen a bad answer', async () => {
		const { data } = await test$.control.get('/deliveries');
		return data.some(({ attempts }: { attempts: Array<{ status: number | null }> }) =>
			attempts.some((attempt) => (attempt.status ?? 0) >= 500 || attempt.status === null),
		);
	});
	await test$.stack.restartPostgres();
	await eventually(
		'n8n answers again',
		async () => (await test$.post(update(520_001))).status === 200,
		60,
	);
	await test$.control.post('/clock/advance', { seconds: 301 });
	await eventually(
		'the lead made meanwhile is a deal',
		async () => {
			const found = await test$.rows('select 1 from amocrm_deals where amocrm_deal_id = $1', [
				String(lead.id),
			]);
			return found.length === 1;
		},
		60,
	);
	await test$.settled();
});

it.each([
	['killed', () => test$.stack.postgres.kill()],
	['stopped', () => test$.stack.postgres.stop()],
])('%s under load and started again, twice: every 200 is a row, once', async (name, end) => {
	const first = name === 'killed' ? 1_000_000 : 2_000_000;
	const url = test$.stack.facts().webhookUrl ?? '';
	const clients = 2;
	const stops = 2;
	const calls = startLoad({ url, firstId: first, clients, pauseMs: 50 });
	for (let times = 0; times < stops; times += 1) {
		await eventually('some are accepted', async () => calls.accepted.size > 40 * (times + 1), 60);
		await end();
		const soFar = new Set(calls.accepted);
		await pause(2_000);
		await test$.stack.restartPostgres();
		expect((await compareWithRows(test$.pool, soFar)).missing).toEqual([]);
	}
	await calls.finish();
	expect(calls.accepted).toEqual(calls.sent);
	expect(await compareWithRows(test$.pool, calls.sent)).toEqual({ missing: [], twice: [] });
	// n8n reads the workflow from this PostgreSQL before it asks the trigger. Of seven restarts about one lets its own
	// connection hang until its time-out of 20 s, and calls get no answer at all; amoCRM repeats them as after a 503.
	// The call of each client that is under way at the stop may find n8n busy with it and be late (2.003 s were seen).
	const answered = calls.answers.filter(({ status }) => status > 0);
	const bad = answered.filter(({ status }) => status !== 200);
	expect(bad.length).toBeGreaterThan(0);
	// Of hundreds of thousands of answers of n8n itself one was 400; amoCRM repeats that too. What must never
	// be seen is an answer that amoCRM takes for success.
	expect(bad.filter(({ status }) => status < 400)).toEqual([]);
	expect(answered.filter(({ ms }) => ms >= 2_000).length).toBeLessThanOrEqual(clients * stops);
	await test$.settled(60);
	const range = `amocrm_entity_id between '${first}' and '${first + 99_999}'`;
	expect(await test$.count(`status = 'processed' and ${range}`)).toBe(calls.sent.size);
});
