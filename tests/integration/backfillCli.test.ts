import { startBackfillProcess } from '../support/backfillProcess';
import { createBackfills } from '../support/backfills';
import { createTestDatabase, emptyTables, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

/** Thousands of leads through one process after another, on a machine that may be busy. */
jest.setTimeout(180_000);

/** `amocrm-pipeline backfill` against an account with thousands of leads and amoCRM's own limit. */
const made = 3000;

let database: TestDatabase;
let amoCrm: TestSandbox;
let imports: ReturnType<typeof createBackfills>;
let leads: number;
/** The leads of the last weeks, for what needs no long run. */
const lately = new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10);
let late: number;

beforeAll(async () => {
	database = await createTestDatabase();
	amoCrm = await testSandbox();
	imports = createBackfills(database, amoCrm);
	await amoCrm.control.post('/example', { leads: made, days: 700 }, { timeout: 120_000 });
	const { data } = await amoCrm.control.get('/leads?limit=100000');
	leads = data.length;
	late = data.filter(
		({ created_at: at }: { created_at: number }) => at >= Date.parse(lately) / 1000,
	).length;
});

beforeEach(async () => {
	await amoCrm.control.delete('/faults');
	await amoCrm.control.delete('/requests');
	await amoCrm.calm();
});

afterEach(async () => {
	await emptyTables(database);
});

afterAll(async () => {
	imports?.close();
	await amoCrm?.sandbox.close();
	await database?.drop();
});

const fault = (what: object) => amoCrm.control.post('/faults', { target: 'api', ...what });
const quick = ['--requests-per-second', '6'];

it('says beforehand what it takes, and takes that', async () => {
	const { code, out } = await imports.command('--dry-run', '--json', ...quick);
	expect(code).toBe(0);
	const planned = JSON.parse(out);
	expect(planned).toMatchObject({ leads, asked: (await imports.requests()).length });
	expect(planned.asked).toBeLessThanOrEqual(12);
	expect(await imports.count('amocrm_backfills')).toBe(0);
	expect(await imports.count('amocrm_deals')).toBe(0);
	await amoCrm.control.delete('/requests');

	const run = await imports.command(...quick);
	expect(run).toMatchObject({ code: 0, problems: '' });
	expect(run.out).toContain('is done');
	expect(await imports.wrongLeads()).toEqual([]);
	const progress = await imports.progress();
	expect(progress).toMatchObject({ state: 'done', leads, limited: 0 });
	expect(await imports.requests()).toHaveLength(Number(progress['requests']));
	expect(Math.abs(Number(progress['requests']) - planned.requests)).toBeLessThanOrEqual(1);
	// 13 pages of leads, 13 of contacts, the account, and some of what the seed has beside.
	expect(progress['requests']).toBeLessThanOrEqual(29);
	const [usage] = await imports.rows('select sum(requests)::int as n from amocrm_api_usage');
	expect(usage?.['n']).toBe(Number(progress['requests']) + planned.asked);
});

it('killed with -9 in mid-run it goes on at once where it was', async () => {
	await fault({ delayMs: 150 });
	const first = startBackfillProcess(imports.env, ...quick);
	await eventually('a thousand leads are stored', async () => {
		return (await imports.count('amocrm_deals')) > 1000;
	});
	await first.kill();
	await eventually('PostgreSQL has noticed', async () => {
		const [row] = await imports.rows(
			`select count(*)::int as n from pg_locks where locktype = 'advisory'
			and database = (select oid from pg_database where datname = current_database())`,
		);
		return row?.['n'] === 0;
	});
	const killed = await imports.progress();
	expect(killed).toMatchObject({ state: 'open', leads: await imports.count('amocrm_deals') });
	expect(killed['leads']).toBeLessThan(leads);
	expect(Number(killed['leased_until'])).toBeGreaterThan(Date.now());

	const again = startBackfillProcess(imports.env, 'resume', ...quick);
	expect(await again.ended()).toBe(0);
	expect(await imports.progress()).toMatchObject({ id: killed['id'], state: 'done', leads });
	expect(await imports.wrongLeads()).toEqual([]);
	expect(await imports.count('amocrm_deals')).toBe(leads);
	// The one whose answer nobody could store any more was asked for twice.
	const { requests } = (await imports.progress()) as { readonly requests: number };
	const sent = (await imports.requests()).length;
	expect(sent - requests).toBeGreaterThanOrEqual(0);
	expect(sent - requests).toBeLessThanOrEqual(1);
});

it('a second one beside it is refused and leaves it alone', async () => {
	await fault({ delayMs: 300 });
	const first = startBackfillProcess(imports.env, '--to', '2100-01-01', ...quick);
	await eventually('it works', async () => (await imports.count('amocrm_deals')) > 0);
	for (const args of [[], ['resume']]) {
		const second = await imports.command(...args);
		expect(second).toMatchObject({ code: 1, problems: expect.stringContaining('Another process') });
	}
	expect(await imports.count('amocrm_backfills')).toBe(1);
	const status = await imports.command('status');
	expect(status.out).toMatch(/running +created_at to 2100-01-01T00:00:00Z/);
	expect((await imports.command('cancel')).out).toContain('is cancelled');
	expect(await first.ended()).toBe(1);
	expect(first.output()).toContain('was cancelled');
	expect(await imports.count('amocrm_backfills_found')).toBe(0);
	expect(await imports.count('amocrm_deals')).toBeGreaterThan(0);
	expect(first.output()).not.toContain(sandboxToken);
});

it('told to end it stops and says how to go on', async () => {
	await fault({ delayMs: 300 });
	const first = startBackfillProcess(imports.env, ...quick, '--from', lately);
	await eventually('it works', async () => (await imports.count('amocrm_deals')) > 0);
	first.stop();
	expect(await first.ended()).toBe(1);
	expect(first.output()).toMatch(/was stopped: interrupted\nGo on with: .* resume \d+/);
	await amoCrm.control.delete('/faults');
	expect(await imports.command('resume', ...quick)).toMatchObject({ code: 0 });
	expect(await imports.count('amocrm_deals')).toBe(late);
});

it('sits a storm of 429 out, and counts each', async () => {
	await fault({ status: 429, times: 6, match: { path: '/api/v4/leads' } });
	const run = await imports.command(...quick, '--from', lately);
	expect(run).toMatchObject({ code: 0 });
	expect(run.out).toMatch(/waits \d+ s: amoCRM received too many requests/);
	expect(await imports.progress()).toMatchObject({ state: 'done', limited: 6, leads: late });
	expect(await imports.count('amocrm_deals')).toBe(late);
	const [usage] = await imports.rows(
		'select sum(requests)::int as requests, sum(limited)::int as limited from amocrm_api_usage',
	);
	const { requests } = (await imports.progress()) as { readonly requests: number };
	expect(usage).toEqual({ requests, limited: 6 });
	expect(await imports.requests()).toHaveLength(requests);
});

it.each([
	[401, /did not accept the credential: the token was revoked/],
	[402, /not paid.*HTTP 402/],
	[403, /denied access.*HTTP 403/],
	[301, /at another address.*HTTP 301/],
])('HTTP %i in mid-run ends it with the reason; resume goes on', async (status, reason) => {
	await fault({ status, times: 1, match: { path: '/api/v4/contacts' }, body: { title: 'No' } });
	const run = await imports.command(...quick, '--from', lately);
	expect(run.code).toBe(1);
	expect(run.problems).toMatch(reason);
	expect(run.problems).toContain('Go on with: amocrm-pipeline backfill resume');
	expect(run.problems + run.out).not.toContain(sandboxToken);
	const stopped = await imports.progress();
	expect(stopped).toMatchObject({ state: 'stopped' });
	expect(stopped['last_error']).toMatch(reason);
	expect(await imports.command('resume', ...quick)).toMatchObject({ code: 0 });
	expect(await imports.count('amocrm_deals')).toBe(late);
});

it('a name that PostgreSQL cannot keep does not hold the import up', async () => {
	const { data } = await amoCrm.control.get('/leads?limit=100000');
	const { id, name } = data.find(
		({ created_at: at }: { created_at: number }) => at >= Date.parse(lately) / 1000,
	);
	await amoCrm.control.patch(`/leads/${id}`, { name: 'Pump\0' });
	expect(await imports.command(...quick, '--from', lately)).toMatchObject({ code: 0 });
	const [lead] = await imports.rows('select name from amocrm_deals where amocrm_deal_id = $1', [
		String(id),
	]);
	expect(lead).toEqual({ name: 'Pump\ufffd' });
	await amoCrm.control.patch(`/leads/${id}`, { name });
});

it('waits while the budget of the hour is nearly used up, and says so', async () => {
	const { accountId } = (await amoCrm.control.get('/health')).data;
	await imports.rows('select amocrm_record_api_usage($1)', [
		JSON.stringify({ accountId, requests: 4990, source: 'others' }),
	]);
	await imports.rows(`update amocrm_api_usage set minute = minute - interval '20 minutes'`);
	const waiting = startBackfillProcess(imports.env, ...quick);
	await eventually('it waits', () => Promise.resolve(/waits \d+ s/.test(waiting.output())));
	expect(waiting.output()).toContain('used up the budget');
	expect(await imports.progress()).toMatchObject({ state: 'open', requests: 10 });
	expect(await imports.requests()).toHaveLength(10);
	waiting.stop();
	expect(await waiting.ended()).toBe(1);
});

it('says what is wrong with how it was called', async () => {
	const refusal = async (...args: readonly string[]) =>
		await imports.command(...args).then(
			({ code, problems }) => `${code} ${problems}`,
			(error: Error) => error.message,
		);
	expect(await refusal('--from', '31.01.2026')).toContain('"from" is "31.01.2026"');
	expect(await refusal('--max-requests', '0')).toContain('--max-requests is "0"');
	expect(await refusal('--requests-per-second', '8')).toContain('from 0.01 to 7');
	expect(await refusal('resume')).toContain('No import is open or stopped');
	expect(await refusal('cancel', 'x')).toContain('not the number of an import');
	expect(await refusal('repeat')).toMatch(/^2 Usage/);
	expect(await imports.count('amocrm_backfills')).toBe(0);
	expect(await imports.requests()).toEqual([]);
});
