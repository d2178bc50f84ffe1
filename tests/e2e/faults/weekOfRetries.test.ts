import { freePort } from '../../../stack/ports';
import { until } from '../../support/consumers';
import { eventually } from '../../support/eventually';
import { startReceiverProcess, type ReceiverProcess } from '../../support/receiverProcess';
import { testSandbox, type TestSandbox } from '../../support/sandbox';
import { compareWithRows } from '../../support/webhookLoad';
import { key, startEventDatabase, type EventDatabase } from '../support/eventDatabase';

/**
 * A week of the sandbox's amoCRM in a quarter of an hour's steps, with a receiving side that is away
 * again and again. amoCRM gives up after 20 minutes without an answer, after 95 of 503, and switches
 * the subscription off after more than 100 bad answers in two hours; what it gave up on, it says.
 */
const stepSeconds = 900;
const stepsPerHour = 4;
const eventsPerStep = 3;
const week = 7 * 24;

type Cause = 'process' | 'database';

/** From which hour, for how long, and what is away. */
const outages: ReadonlyArray<readonly [hour: number, hours: number, cause: Cause]> = [
	[5, 0.25, 'process'],
	[12, 0.5, 'database'],
	[20, 1.25, 'database'],
	[40, 3, 'process'],
	[60, 2, 'database'],
	[90, 10, 'database'],
	[130, 0.25, 'process'],
	[150, 6, 'process'],
];

interface Listed {
	readonly id: number;
	readonly state: 'pending' | 'delivered' | 'failed';
	readonly nextAt: string | null;
	readonly attempts: ReadonlyArray<{ readonly status: number | null }>;
}

let amoCrm: TestSandbox;
let database: EventDatabase;
let receiver: ReceiverProcess;
let port: number;
/** The lead of each delivery, by the delivery's number. */
const leads = new Map<number, number>();
/** Leads whose event amoCRM did not even send: nobody was subscribed. */
const unsent = new Set<number>();
let nextLead = 1_000_000;
let oldestOpen = 1;

beforeAll(async () => {
	amoCrm = await testSandbox();
	database = await startEventDatabase();
	port = await freePort();
	receiver = await startReceiverProcess(database.url, port);
});
afterAll(async () => {
	await receiver?.kill();
	await amoCrm?.sandbox.close();
	await database?.close();
});

/** As the trigger does: a subscription that was switched off is switched on again by it. */
async function subscribe(): Promise<void> {
	const destination = `http://127.0.0.1:${port}/amocrm?key=${key}`;
	const body = { destination, settings: ['update_lead'] };
	expect((await amoCrm.api.post('/webhooks', body)).status).toBe(201);
}

const isSwitchedOff = async (): Promise<boolean> =>
	(await amoCrm.control.get('/subscriptions')).data[0].disabled;

async function change(): Promise<void> {
	const lead = (nextLead += 1);
	const body = `leads[update][0][id]=${lead}&leads[update][0][updated_at]=1748268812`;
	const { data } = await amoCrm.control.post('/webhooks/raw', { body });
	const [delivery] = data.deliveries as readonly number[];
	if (delivery === undefined) unsent.add(lead);
	else leads.set(delivery, lead);
}

/** Every attempt that is due by now has its answer. */
async function settled(): Promise<void> {
	await until('amoCRM has its answers', async () => {
		const now = Date.parse((await amoCrm.control.get('/clock')).data.now);
		const { data } = await amoCrm.control.get(`/deliveries?since=${oldestOpen - 1}`);
		const open = (data as readonly Listed[]).filter(({ state }) => state === 'pending');
		oldestOpen = open[0]?.id ?? Math.max(oldestOpen, ...leads.keys());
		return open.every(({ nextAt }) => nextAt !== null && Date.parse(nextAt) > now);
	});
}

async function passTime(): Promise<void> {
	await amoCrm.control.post('/clock/advance', { seconds: stepSeconds });
	await settled();
}

const breakDown = async (cause: Cause): Promise<void> =>
	cause === 'process' ? await receiver.kill() : await database.server.stop();

async function repair(cause: Cause): Promise<void> {
	if (cause === 'process') receiver = await startReceiverProcess(database.url, port);
	else await database.restart();
	await eventually('it is healthy', async () => (await fetch(`${receiver.url}/healthz`)).ok);
}

test('what amoCRM did not give up on is stored once, and nothing else is', async () => {
	await subscribe();
	let timesSwitchedOff = 0;
	for (let step = 0; step < week * stepsPerHour; step += 1) {
		const hour = step / stepsPerHour;
		const begins = outages.find(([from]) => from === hour);
		const ends = outages.find(([from, hours]) => from + hours === hour);
		if (begins) await breakDown(begins[2]);
		if (ends) {
			await repair(ends[2]);
			if (await isSwitchedOff()) {
				timesSwitchedOff += 1;
				await subscribe();
			}
		}
		await Promise.all(Array.from({ length: eventsPerStep }, change));
		await settled();
		await passTime();
	}
	// Nothing new happens; the last repeats are due within an hour and a half.
	for (let step = 0; step < 2 * stepsPerHour; step += 1) await passTime();

	const listed = (await amoCrm.control.get('/deliveries')).data as readonly Listed[];
	const leadsOf = (state: Listed['state']): ReadonlySet<number> =>
		new Set(listed.filter((one) => one.state === state).map(({ id }) => leads.get(id) ?? 0));
	const [delivered, givenUp] = [leadsOf('delivered'), leadsOf('failed')];
	expect(delivered.size + givenUp.size + unsent.size).toBe(week * stepsPerHour * eventsPerStep);
	expect(leadsOf('pending').size).toBe(0);

	expect(await compareWithRows(database.pool, delivered)).toEqual({ missing: [], twice: [] });
	const { rows } = await database.pool.query<{ n: number }>(
		'select count(*)::int as n from amocrm_webhook_events',
	);
	expect(rows[0]?.n).toBe(delivered.size);

	// The week was a bad one: repeats that came through, both ways of giving up, and switching off.
	const late = listed.filter(({ state, attempts }) => state === 'delivered' && attempts.length > 1);
	expect(late.length).toBeGreaterThan(20);
	expect(Math.max(...late.map(({ attempts }) => attempts.length))).toBe(5);
	expect(givenUp.size).toBeGreaterThan(20);
	expect(unsent.size).toBeGreaterThan(20);
	expect(timesSwitchedOff).toBeGreaterThan(0);
});
