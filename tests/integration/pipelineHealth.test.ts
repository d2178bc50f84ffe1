import { useTestDatabase } from '../support/database';

/** The view that the doctor and the watch read: what makes each check a warning or an alarm. */
const database = useTestDatabase({ emptied: false });

const account = 28805383;
const queue = 'test-queue';

afterEach(async () => {
	await database.pool
		.query(`truncate amocrm_webhook_events, amocrm_workflow_failures, amocrm_api_usage,
		amocrm_endpoints, amocrm_webhook_states, amocrm_api_checks, amocrm_alerts, amocrm_health_limits`);
});

const run = (text: string, values: readonly unknown[] = []) =>
	database.pool.query(text, [...values]);

interface Health {
	readonly name: string;
	readonly subject: string;
	readonly state: 'ok' | 'warning' | 'alarm';
	readonly value: string;
	readonly finding: string;
	readonly what_to_do: string | null;
}

const health = async (name?: string): Promise<readonly Health[]> =>
	(
		await database.pool.query<Health>(
			'select * from amocrm_pipeline_health where $1::text is null or name = $1',
			[name ?? null],
		)
	).rows;

const stateOf = async (name: string) => (await health(name)).map(({ state }) => state);

let lastEvent = 0;
const event = async (
	status: string,
	age: string,
	{ type = 'lead.update', due = '0 s' }: { type?: string; due?: string } = {},
) => {
	lastEvent += 1;
	await run(
		`insert into amocrm_webhook_events (ts, event_type, entity_type, event_hash, payload, queue,
			content_hash, status, next_attempt_at)
		values (now() - $1::interval, $2, 'lead', $3, '{}', $4, $3, $5, now() + $6::interval)`,
		[age, type, `hash ${lastEvent}`, queue, status, due],
	);
};

const endpoint = (age = '0 s') =>
	run(
		`insert into amocrm_endpoints (queue, key_hash, account_id, settings, updated_at)
		values ($1, encode(sha256('secret-key'), 'hex'), $2, '{}', now() - $3::interval)`,
		[queue, account, age],
	);

test('an empty database has one row a check and nothing wrong', async () => {
	const rows = await health();
	const { rows: checks } = await run('select name from amocrm_health_checks() order by place');
	expect(rows.map(({ name }) => name)).toEqual(checks.map(({ name }) => name as string));
	expect(rows.filter(({ state }) => state !== 'ok')).toEqual([]);
	expect(rows.filter(({ what_to_do }) => what_to_do !== null)).toEqual([]);
});

test('lag is the age of the oldest due event, by queue', async () => {
	await event('pending', '1 hour', { due: '10 minutes' });
	await event('pending', '60 s');
	expect(await health('lag')).toMatchObject([{ subject: queue, state: 'ok', value: '60.0' }]);
	await event('pending', '121 s');
	expect(await stateOf('lag')).toEqual(['warning']);
	await event('pending', '601 s');
	expect(await health('lag')).toMatchObject([
		{ state: 'alarm', finding: '4 waiting, the oldest due for 601 s' },
	]);
});

test('one dead event is an alarm; unreadable bodies are counted apart, for a day', async () => {
	await event('dead', '2 hours');
	await event('dead', '1 minute');
	expect(await health('dead')).toMatchObject([
		{ state: 'alarm', value: '2.0', finding: '2 given up, 1 of them came within the hour' },
	]);
	expect((await health('dead'))[0]?.what_to_do).toContain('events replay');
	expect(await stateOf('unreadable')).toEqual(['ok']);
	await event('dead', '25 hours', { type: 'delivery.unreadable' });
	expect(await stateOf('unreadable')).toEqual(['ok']);
	await event('dead', '1 hour', { type: 'delivery.unreadable' });
	expect(await health('unreadable')).toMatchObject([{ state: 'warning', value: '1.0' }]);
});

test('silence counts from the last event, or from the publishing of the trigger', async () => {
	await event('processed', '30 days');
	expect(await stateOf('silence')).toEqual(['ok']);
	await endpoint('31 days');
	expect(await stateOf('silence')).toEqual(['alarm']);
	await event('skipped', '25 hours');
	expect(await stateOf('silence')).toEqual(['warning']);
	await event('processed', '1 hour');
	expect(await stateOf('silence')).toEqual(['ok']);
});

test('failed runs count for an hour', async () => {
	await run(`insert into amocrm_workflow_failures (ts, message)
		select now() - interval '2 hours', 'x' from generate_series(1, 9)`);
	expect(await stateOf('workflow_failures')).toEqual(['ok']);
	await run(`insert into amocrm_workflow_failures (message) values ('x')`);
	expect(await stateOf('workflow_failures')).toEqual(['warning']);
	await run(`insert into amocrm_workflow_failures (message) select 'x' from generate_series(1, 4)`);
	expect(await stateOf('workflow_failures')).toEqual(['alarm']);
});

const use = (requests: number, minutesAgo: number, limited = 0) =>
	run('select amocrm_record_api_usage($1)', [
		JSON.stringify({
			accountId: account,
			requests,
			limited,
			source: 'test',
			at: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
		}),
	]);

test.each([
	['api_minute', 124, 'ok'],
	['api_minute', 125, 'warning'],
	['api_minute', 199, 'warning'],
	['api_minute', 200, 'alarm'],
])('%s: %i requests in a minute are %s', async (name, requests, state) => {
	await use(requests, 0);
	expect(await health(name)).toMatchObject([{ subject: String(account), state }]);
});

test('the hour is an alarm from 80 % of 7,000, whatever its minutes were', async () => {
	for (let minute = 2; minute < 42; minute += 1) await use(139, minute);
	expect(await stateOf('api_hour')).toEqual(['warning']);
	await use(41, 50);
	expect(await health('api_hour')).toMatchObject([
		{ state: 'alarm', value: '80.0', finding: '5601 of 7000 requests within the hour' },
	]);
	expect(await stateOf('api_minute')).toEqual(['ok']);
});

test('a refusal for more than 7 requests a second is a warning, ten are an alarm', async () => {
	await use(1, 5, 1);
	expect(await stateOf('api_limited')).toEqual(['warning']);
	await use(1, 5, 9);
	expect(await stateOf('api_limited')).toEqual(['alarm']);
});

test('a trigger whose webhook nobody checks is a warning after 20 minutes', async () => {
	await endpoint('19 minutes');
	expect(await stateOf('webhook_unchecked')).toEqual(['ok']);
	await run(`update amocrm_endpoints set updated_at = now() - interval '21 minutes'`);
	expect(await health('webhook_unchecked')).toMatchObject([
		{ subject: queue, state: 'warning', finding: 'never checked for 1260 s' },
	]);
});

test('an installation sets limits of its own, and takes them back', async () => {
	await event('pending', '300 s');
	const set = async (limits: unknown) =>
		(await run('select amocrm_set_health_limits($1) as changed', [JSON.stringify(limits)])).rows[0]
			?.changed as number;
	expect(await set({ lag: { alarm: 250 }, dead: { warning: 1, alarm: 50 } })).toBe(2);
	expect(await set({ lag: { alarm: 250 } })).toBe(0);
	expect(await stateOf('lag')).toEqual(['alarm']);
	await event('dead', '1 s');
	expect(await stateOf('dead')).toEqual(['warning']);
	await set({ lag: {} });
	expect(await stateOf('lag')).toEqual(['ok']);
	await set({ lag: null, dead: null });
	expect(await stateOf('lag')).toEqual(['warning']);
	expect(await stateOf('dead')).toEqual(['alarm']);
	await expect(set({ lags: { alarm: 1 } })).rejects.toThrow('no check named lags');
});

test('beside 200,000 processed events the view reads indexes of what is open only', async () => {
	await run(
		`insert into amocrm_webhook_events (ts, event_type, entity_type, amocrm_entity_id, event_hash,
			payload, status, queue, content_hash, processed_at)
		select now() - n * interval '1 s', 'lead.update', 'lead', n::text, 'old ' || n, '{}', 'processed',
			$1, 'old ' || n, now()
		from generate_series(1, 200000) as n`,
		[queue],
	);
	for (let i = 0; i < 20; i += 1) await event(i % 2 ? 'pending' : 'dead', '5 s');
	await endpoint();
	await run('analyze amocrm_webhook_events');
	const { rows } = await run(
		'explain (analyze, buffers off, costs off) select * from amocrm_pipeline_health',
	);
	const plan = rows.map((row) => row['QUERY PLAN'] as string).join('\n');
	expect(plan).not.toMatch(/Seq Scan on amocrm_webhook_events/);
	const used = [...plan.matchAll(/(?:using|on) (amocrm_webhook_events_\w+)/g)].map(([, n]) => n);
	const ofOpenEvents = ['pending', 'due', 'leased', 'lease', 'open', 'dead', 'ts'];
	expect(used.length).toBeGreaterThanOrEqual(4);
	expect(ofOpenEvents.map((name) => `amocrm_webhook_events_${name}`)).toEqual(
		expect.arrayContaining(used),
	);
	const milliseconds = Number(/Execution Time: ([\d.]+)/.exec(plan)?.[1]);
	expect(milliseconds).toBeLessThan(100);
});
