import { setTimeout as pause } from 'node:timers/promises';
import { nodeClock, shiftedClockModule, type MovableClock } from './support/clocks';
import { connectionsOf, type Connections } from './support/connection';
import { requestsSince, tokenCalls } from './support/oauthCredential';
import { startTestStack, type TestStack } from './support/testStack';

/**
 * Both credentials over a hundred days, by amoCRM's clock and by n8n's: a workflow of each calls amoCRM
 * every hour, and nobody touches anything. The server is the strict one: a refresh token works once, and
 * a renewal without `redirect_uri` is refused.
 */
const days = 100;
const hour = 3600;
const readClockMs = 5;
/** Of the workflow: one call with the long-lived token, then one with OAuth2. */
const path = 'every-hour';

let test$: TestStack;
let clock: MovableClock;
let connections: Connections;
let hoursPassed = 0;

beforeAll(async () => {
	clock = nodeClock();
	const detours = {
		n8nEnvironment: {
			...clock.environment,
			NODE_OPTIONS: `--require=${shiftedClockModule}`,
			CLOCK_SHIFT_READ_MS: String(readClockMs),
			// 2,400 executions that nobody looks at.
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
		},
	};
	test$ = await startTestStack({}, detours);
	const { control, stack } = test$;
	const { url = '' } = stack.facts().sandbox ?? {};
	const rest = await test$.n8n();
	connections = connectionsOf(test$, rest);
	await control.patch('/oauth/rules', { redirect_uri: 'strict', refresh_grace: 0 });
	// The account's limit is real time; a hundred days of it would take twelve minutes.
	await control.post('/limit', { requestsPerSecond: null });

	const account = { domain: 'sandbox', sandboxUrl: url, requestsPerSecond: 1000 };
	const integration = await connections.integrationFor(stack.facts().n8n.url);
	const { data: made } = await control.post('/oauth/long-lived-tokens', {
		client_id: integration.client_id,
		days: 365,
	});
	const { token: accessToken } = made as { token: string };
	const fields = { ...account, accessToken };
	const longLived = await connections.createCredential('amoCrmApi', fields);
	const oAuth2 = await connections.connected(account, integration);
	const parameters = { resource: 'lead', operation: 'getByIds', id: '12345' };
	await connections.publish(path, parameters, longLived, oAuth2);
});

afterAll(async () => {
	await test$?.close();
	clock?.remove();
});

/** `both` clocks, or amoCRM's alone. */
async function passHour(clocks: 'both' | 'amoCrm'): Promise<void> {
	const advanced = test$.control.post('/clock/advance', { seconds: hour });
	if (clocks === 'both') {
		hoursPassed += 1;
		clock.set(hoursPassed * hour);
		await pause(2 * readClockMs);
	}
	await advanced;
}

/** Runs the workflow once each hour; names the hours in which it failed. */
async function workFor(hours: number, clocks: 'both' | 'amoCrm'): Promise<readonly string[]> {
	const failed: string[] = [];
	for (let passed = 1; passed <= hours; passed += 1) {
		await passHour(clocks);
		const { status, data } = await connections.run(path);
		const isAnswered = status === 200 && JSON.stringify(data).startsWith('[{"id":12345,');
		if (!isAnswered) failed.push(`hour ${passed}: ${status} ${JSON.stringify(data)}`);
	}
	return failed;
}

const lastSeq = async (): Promise<number> => (await requestsSince(test$)).at(-1)?.seq ?? 0;

it('work every hour for a hundred days, renewed before amoCRM ever answers 401', async () => {
	const before = await lastSeq();
	expect(await workFor(days * 24, 'both')).toEqual([]);
	const requests = await requestsSince(test$, before);
	// The shipped schedules ask, too: for pipelines, each time the test runs over a quarter of an hour.
	const ofTheLead = requests.filter(({ path }) => path.startsWith('/api/v4/leads?filter[id]'));
	expect(ofTheLead).toHaveLength(2 * days * 24);
	expect([...new Set(requests.map(({ status }) => status))]).toEqual([200]);
	// At the 24th call after the last one at the latest, whose token would have ended meanwhile.
	expect(await tokenCalls(test$, before)).toHaveLength(days);
}, 900_000);

it('work as well while the clock of n8n stands, which then learns of the end from a 401', async () => {
	const before = await lastSeq();
	expect(await workFor(4 * 24, 'amoCrm')).toEqual([]);
	const requests = await requestsSince(test$, before);
	expect(requests.filter(({ status }) => status === 401)).toHaveLength(4);
	expect(await tokenCalls(test$, before)).toEqual([200, 200, 200, 200]);
});
