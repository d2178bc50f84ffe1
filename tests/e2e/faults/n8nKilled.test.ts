import { eventually } from '../../support/eventually';
import {
	localAgent,
	nginxPrograms,
	startNginx,
	webhookHost,
	type RunningNginx,
} from '../../support/nginx';
import { describeWith } from '../../support/program';
import { abortLoads, compareWithRows, startLoad, tally } from '../../support/webhookLoad';
import { leaseSeconds, startFaultStack, update, type FaultStack } from '../support/faultStack';

/** What must survive `kill -9` of n8n. */
let test$: FaultStack;

beforeAll(async () => {
	test$ = await startFaultStack();
});
afterEach(abortLoads);
afterAll(async () => {
	await test$?.close();
});

describe('n8n is killed', () => {
	it('between the answer and the run: the events are processed after the restart', async () => {
		await test$.settled();
		const fault = await test$.breaks({ target: 'jarvis', delayMs: 3000 });
		const before = await test$.count('true');
		const answers = await Promise.all(
			Array.from({ length: 40 }, (_, i) => test$.post(update(500_000 + i))),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
		await test$.stack.n8n.kill();
		expect((await test$.count('true')) - before).toBe(40);
		expect(await test$.unfinished()).toBeGreaterThan(0);
		await fault.clear();
		await test$.stack.restartN8n();
		// A claimed batch comes back when its lease has run out; nothing may wait much longer than that.
		await test$.settled(leaseSeconds + 20);
		const done = await test$.rows(
			`select status from amocrm_webhook_events where amocrm_entity_id between '500000' and '500039'`,
		);
		expect(done.map(({ status }) => status)).toEqual(Array(40).fill('processed'));
	});

	it('in the middle of a batch: every event reaches Jarvis at least once, none is stuck', async () => {
		await test$.settled();
		await test$.control.delete('/jarvis');
		const fault = await test$.breaks({ target: 'jarvis', delayMs: 4000 });
		for (let i = 0; i < 20; i += 1) await test$.post(update(510_000 + i));
		await eventually('a batch is in flight', async () => {
			return (await test$.count(`status = 'processing'`)) > 0;
		});
		await new Promise((resolve) => setTimeout(resolve, 1500));
		await test$.stack.n8n.kill();
		await fault.clear();
		await test$.stack.restartN8n();
		await test$.settled(leaseSeconds + 30);
		const reached = new Set((await test$.jarvis()).map(({ body }) => body.amocrm_entity_id));
		for (let i = 0; i < 20; i += 1) expect(reached).toContain(String(510_000 + i));
	});
});

/** Without nginx some would be lost: a starting n8n answers 200 to everything (docs/decisions/0011). */
describeWith(nginxPrograms, 'n8n behind nginx is killed', () => {
	let nginx: RunningNginx;

	beforeAll(async () => {
		nginx = await startNginx({ N8N_UPSTREAM: new URL(test$.stack.facts().n8n.url).host });
	});
	afterAll(async () => {
		await nginx?.stop();
	});

	it('three times under load: every 200 is a row, once, and all are processed', async () => {
		await test$.settled();
		const { search } = new URL(test$.stack.facts().webhookUrl ?? '');
		const calls = startLoad({
			url: `https://${webhookHost}:${nginx.httpsPort}/amocrm${search}`,
			agent: localAgent(nginx.certificate),
			firstId: 1_000_000,
			clients: 2,
			pauseMs: 120,
		});
		for (let times = 0; times < 3; times += 1) {
			await eventually('some are accepted', async () => {
				return calls.accepted.size > 25 * (times + 1);
			});
			await test$.stack.n8n.kill();
			const soFar = new Set(calls.accepted);
			expect((await compareWithRows(test$.pool, soFar)).missing).toEqual([]);
			await test$.stack.restartN8n();
		}
		await calls.finish();
		expect(calls.accepted).toEqual(calls.sent);
		expect(Object.keys(tally(calls.answers))).toEqual(expect.arrayContaining(['200', '503']));
		expect(await compareWithRows(test$.pool, calls.sent)).toEqual({ missing: [], twice: [] });
		await test$.settled(120);
		const range = `amocrm_entity_id between '1000000' and '1099999'`;
		expect(await test$.count(`status = 'processed' and ${range}`)).toBe(calls.sent.size);
	});
});
