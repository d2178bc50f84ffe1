import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../stack/ports';
import { cuttableProxy, type CuttableProxy } from '../../support/cuttableProxy';
import { eventually } from '../../support/eventually';
import {
	abortLoads,
	compareWithRows,
	startLoad,
	tally,
	type Load,
} from '../../support/webhookLoad';
import { nodeClock, shiftedClockModule, type MovableClock } from '../support/clocks';
import { startFaultStack, update, type FaultStack } from '../support/faultStack';

/** The network between n8n and each of its neighbours is cut or swallows everything; its clock jumps. */
let test$: FaultStack;
let clock: MovableClock;
let proxies: Readonly<Record<'events' | 'own' | 'amoCrm' | 'jarvis', CuttableProxy>>;

beforeAll(async () => {
	const [postgresPort, sandboxPort] = [await freePort(), await freePort()];
	clock = nodeClock();
	proxies = {
		events: await cuttableProxy(postgresPort),
		own: await cuttableProxy(postgresPort),
		amoCrm: await cuttableProxy(sandboxPort),
		jarvis: await cuttableProxy(sandboxPort),
	};
	test$ = await startFaultStack(
		{ postgresPort, sandboxPort, jarvisUrl: `http://127.0.0.1:${proxies.jarvis.port}/jarvis` },
		{
			eventsDatabasePort: proxies.events.port,
			n8nDatabasePort: proxies.own.port,
			amoCrmPort: proxies.amoCrm.port,
			n8nEnvironment: {
				...clock.environment,
				NODE_OPTIONS: `--require=${shiftedClockModule}`,
			},
		},
	);
});
afterEach(async () => {
	for (const proxy of Object.values(proxies)) proxy.restore();
	clock.set(0);
	await abortLoads();
});
afterAll(async () => {
	await test$?.close();
	for (const proxy of Object.values(proxies ?? {})) await proxy.close();
	clock?.remove();
});

let nextId = 1_000_000;

function load(): Load {
	nextId += 100_000;
	const url = test$.stack.facts().webhookUrl ?? '';
	return startLoad({ url, firstId: nextId, clients: 2, pauseMs: 50 });
}

const accepts = (calls: Load, count: number) =>
	eventually('some are accepted', async () => calls.accepted.size > count);

/** Every event is a row, once, and reached the end of the workflow. */
async function expectAllProcessed({ accepted, sent }: Load): Promise<void> {
	expect(accepted).toEqual(sent);
	expect(await compareWithRows(test$.pool, sent)).toEqual({ missing: [], twice: [] });
	await test$.settled(60);
	const ids = [...sent].map((id) => `'${id}'`).join(', ');
	const done = await test$.count(`status = 'processed' and amocrm_entity_id in (${ids})`);
	expect(done).toBe(sent.size);
}

const faults = [
	['is cut', (proxy: CuttableProxy) => proxy.cut()],
	['swallows everything', (proxy: CuttableProxy) => proxy.blackHole()],
] as const;

it.each(faults)(
	"the network to the events' database %s: 503 in time, then on",
	async (_name, fault) => {
		const calls = load();
		await accepts(calls, 20);
		fault(proxies.events);
		await pause(5_000);
		expect(calls.answers.slice(-5).map(({ status }) => status)).toEqual(Array(5).fill(503));
		proxies.events.restore();
		await eventually('calls are answered 200 again', async () =>
			calls.answers.slice(-10).every(({ status }) => status === 200),
		);
		await calls.finish();
		expect(Object.keys(tally(calls.answers))).toEqual(['200', '503']);
		expect(Math.max(...calls.answers.map(({ ms }) => ms))).toBeLessThan(2_000);
		await expectAllProcessed(calls);
	},
);

it.each(faults)("the network to n8n's own database %s: nothing is lost", async (_name, fault) => {
	const calls = load();
	await accepts(calls, 20);
	fault(proxies.own);
	await pause(5_000);
	proxies.own.restore();
	await pause(1_000);
	await calls.finish();
	await expectAllProcessed(calls);
});

it.each(faults)(
	'the network to amoCRM %s: webhooks are taken, lookups are made later',
	async (_name, fault) => {
		const calls = load();
		await accepts(calls, 20);
		fault(proxies.amoCrm);
		await pause(4_000);
		proxies.amoCrm.restore();
		await calls.finish();
		expect(Object.keys(tally(calls.answers))).toEqual(['200']);
		await expectAllProcessed(calls);
	},
);

it.each(faults)('the network to Jarvis %s: it gets every event later', async (_name, fault) => {
	await test$.control.delete('/jarvis');
	const calls = load();
	await accepts(calls, 20);
	fault(proxies.jarvis);
	await pause(4_000);
	proxies.jarvis.restore();
	await calls.finish();
	expect(Object.keys(tally(calls.answers))).toEqual(['200']);
	await expectAllProcessed(calls);
	const reached = new Set((await test$.jarvis()).map(({ body }) => Number(body.amocrm_entity_id)));
	expect([...calls.sent].filter((id) => !reached.has(id))).toEqual([]);
});

it("n8n's clock jumps an hour and a day, there and back: nothing is lost or stuck", async () => {
	const calls = load();
	for (const offset of [3_600, 0, 86_400, 0]) {
		clock.set(offset);
		await pause(2_500);
		expect((await test$.post(update(900_000 + offset))).status).toBe(200);
	}
	await calls.finish();
	expect(Object.keys(tally(calls.answers))).toEqual(['200']);
	await expectAllProcessed(calls);
});
