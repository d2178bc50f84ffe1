import { createBackfills } from '../support/backfills';
import { createTestDatabase, emptyTables, type TestDatabase } from '../support/database';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** How an import is divided into runs, shares the budget, and ends. */
let database: TestDatabase;
let amoCrm: TestSandbox;
let imports: ReturnType<typeof createBackfills>;
let account: number;

beforeAll(async () => {
	database = await createTestDatabase();
	amoCrm = await testSandbox();
	imports = createBackfills(database, amoCrm);
	await amoCrm.control.post('/limit', { requestsPerSecond: null });
	await amoCrm.control.post('/example', { leads: 600, days: 60 });
	account = (await amoCrm.control.get('/health')).data.accountId;
});

afterEach(() => emptyTables(database));

afterAll(async () => {
	imports?.close();
	await amoCrm?.sandbox.close();
	await database?.drop();
});

const use = (requests: number) =>
	imports.rows('select amocrm_record_api_usage($1)', [
		JSON.stringify({ accountId: account, requests, source: 'others' }),
	]);

/** As if the requests so far had been made an hour ago or a few minutes ago. */
const age = (minutes: number) =>
	imports.rows(`update amocrm_api_usage set minute = minute - make_interval(mins => $1)`, [
		minutes,
	]);

it('runs stop at their limit and the next goes on; no list is read twice', async () => {
	await imports.open();
	const runs: Array<readonly string[]> = [];
	for (let run = 0; run < 10; run += 1) {
		runs.push(await imports.run(`run ${run}`, undefined, { maxRequestsPerRun: 3 }));
	}
	expect(Math.max(...runs.map(({ length }) => length))).toBe(3);
	const paths = runs.flat();
	expect(await imports.progress()).toMatchObject({
		...{ state: 'done', run: null, requests: paths.length },
	});
	// 3 pages of leads and 3 of contacts; the seed has some more of both.
	expect(paths.filter((path) => path !== '/api/v4/account').length).toBeLessThanOrEqual(9);
	expect(await imports.wrongLeads()).toEqual([]);
});

it('of two runs at once one gets it; an answer to a run that lost it changes nothing', async () => {
	await imports.open();
	const steps = await Promise.all(['a', 'b', 'c'].map((run) => imports.start(run)));
	expect(steps.filter((step) => step?.path != null)).toHaveLength(1);
	const { run: first } = (await imports.progress()) as { readonly run: string };
	await imports.rows(`update amocrm_backfills set leased_until = now() - interval '1 second'`);
	expect((await imports.start('later'))?.path).toBe('/api/v4/account');
	expect(await imports.next(first, { status: 200, body: { id: 1 } })).toBeNull();
	expect(await imports.progress()).toMatchObject({ run: 'later', account_id: null, requests: 0 });
});

it('a run that has it waits while another looks whether there is work', async () => {
	await imports.open();
	await imports.start('run', { waits: true });
	const other = await database.pool.connect();
	await other.query('begin; select from amocrm_backfills for update');
	const again = imports.start('run', { waits: true });
	await new Promise((resolve) => setTimeout(resolve, 300));
	await other.query('commit');
	other.release();
	expect((await again)?.path).toBe('/api/v4/account');
});

it('with a credential of another account, which finds nothing, nothing seems to be read', async () => {
	await imports.open();
	await imports.run('ours', undefined, { maxRequestsPerRun: 3 });
	for (let now = await imports.start('theirs'); now?.path != null; ) {
		const isAccount = now.path === '/api/v4/account';
		const answer = isAccount ? { status: 200, body: { id: 999 } } : { status: 204 };
		now = await imports.next('theirs', answer);
	}
	expect(await imports.progress()).toMatchObject({
		...{ state: 'stopped', account_id: String(account) },
		last_error: `the credential belongs to account 999, the import to ${account}`,
	});
	const usage = await imports.rows('select requests from amocrm_api_usage where account_id = 999');
	expect(usage).toEqual([{ requests: 1 }]);
});

it('a run of one request gets beyond the question for the account', async () => {
	await imports.open();
	const run = () => imports.run(crypto.randomUUID(), undefined, { maxRequestsPerRun: 1 });
	expect(await run()).toEqual(['/api/v4/account', '/api/v4/leads']);
	expect(await run()).toHaveLength(2);
	expect(await imports.progress()).toMatchObject({ state: 'open', requests: 4 });
});

it('a second import is refused while one is open', async () => {
	const id = await imports.open();
	await expect(imports.open()).rejects.toThrow(`Import ${id} is open`);
	await imports.rows(`select amocrm_end_backfill($1, 'cancelled')`, [id]);
	const second = await imports.open();
	await imports.rows(`select amocrm_end_backfill($1, 'stopped', 'for a test')`, [second]);
	const third = await imports.open();
	await expect(imports.rows('select amocrm_resume_backfill($1)', [second])).rejects.toThrow(
		`Import ${third} is open`,
	);
});

it.each([
	['from', { from: '31.01.2026' }],
	['to', { to: 'yesterday' }],
	['before', { from: '2026-02-01', to: '2026-01-31' }],
	['by', { by: 'closed_at' }],
	['pipelineId', { pipelineId: 'Sales' }],
])('what is wrong with "%s" is said', async (word, wanted) => {
	await expect(imports.open(wanted)).rejects.toThrow(word);
	expect(await imports.count('amocrm_backfills')).toBe(0);
});

it('leaves the reserve of the hour to others, and goes on when the hour is over', async () => {
	await imports.open({ reserve: 2000 });
	// Not within this minute, where the limit of the minute would stop it first.
	await use(4998);
	await age(10);
	expect(await imports.run('first', undefined, { maxRequestsPerRun: 100 })).toHaveLength(2);
	expect(await imports.progress()).toMatchObject({
		state: 'open',
		run: null,
		last_error: expect.stringContaining('budget'),
	});
	const [budget] = await imports.rows(
		'select requests_hour::int, is_alarming from amocrm_api_budget',
	);
	expect(budget).toEqual({ requests_hour: 5000, is_alarming: false });
	expect(await imports.start('too early')).toBeNull();
	await age(60);
	await imports.rows('update amocrm_backfills set due_at = now()');
	await imports.run('second');
	expect(await imports.progress()).toMatchObject({ state: 'done', last_error: null });
});

it('keeps below the alarm of the minute', async () => {
	// A minute that ends in between would be counted apart.
	await imports.rows(
		`select pg_sleep(case when amocrm_seconds_left('minute') < 10 then 10 else 0 end)`,
	);
	await imports.open();
	await use(187);
	expect(await imports.run('run')).toHaveLength(3);
	const [budget] = await imports.rows(
		'select requests_minute::int, is_alarming from amocrm_api_budget',
	);
	expect(budget).toEqual({ requests_minute: 190, is_alarming: false });
	const waits = Number(
		(
			await imports.rows(
				'select extract(epoch from due_at - now())::float as n from amocrm_backfills',
			)
		)[0]?.['n'],
	);
	expect(waits).toBeGreaterThan(-1);
	expect(waits).toBeLessThanOrEqual(60);
});

it('stops at its own limit of requests and goes on with more', async () => {
	const id = await imports.open({ maxRequests: 3 });
	await imports.run('run');
	expect(await imports.progress()).toMatchObject({
		state: 'stopped',
		requests: 3,
		last_error: expect.stringContaining('its 3 requests are used up'),
	});
	await imports.rows('select amocrm_resume_backfill($1, 2)', [id]);
	await imports.run('again');
	expect(await imports.progress()).toMatchObject({ state: 'stopped', requests: 5 });
	await imports.rows('select amocrm_resume_backfill($1)', [id]);
	await imports.run('for good');
	expect(await imports.progress()).toMatchObject({ state: 'done' });
	expect(await imports.wrongLeads()).toEqual([]);
});

it.each([
	'amoCRM did not accept the credential: the token ended on 2026-01-01',
	'The amoCRM account is not paid, or its plan lacks this feature (HTTP 402)',
	'amoCRM blocked the account or this address (HTTP 403)',
	'The account answers at another address (HTTP 301)',
])('"%s" stops it at once', async (error) => {
	await imports.open();
	await imports.start('run');
	await imports.pause('run', error);
	expect(await imports.progress()).toMatchObject({
		state: 'stopped',
		last_error: error,
		requests: 1,
	});
});

it('what may pass is asked again, later each time, and stops it after twenty refusals', async () => {
	await imports.open();
	const waits: number[] = [];
	for (let run = 0; run < 20; run += 1) {
		await imports.rows('update amocrm_backfills set due_at = now()');
		await imports.start(`run ${run}`);
		await imports.pause(`run ${run}`, 'amoCRM could not answer (HTTP 502) Bearer abc.def');
		const [row] = await imports.rows(
			'select round(extract(epoch from due_at - now()))::int as n from amocrm_backfills',
		);
		waits.push(Number(row?.['n']));
	}
	expect(waits.slice(0, 3)).toEqual([15, 30, 60]);
	expect(Math.max(...waits)).toBe(1800);
	const progress = await imports.progress();
	expect(progress).toMatchObject({ state: 'stopped', refused: 20 });
	expect(progress['last_error']).not.toContain('abc');
});

it('an answer that is no list is a refusal: a proxy says 200, too', async () => {
	await imports.open();
	const account$ = await imports.start('run');
	if (!account$) throw new Error('nothing to ask');
	await imports.next('run', await imports.ask(account$));
	await imports.next('run', { status: 200, body: '<html>Sign in</html>' });
	expect(await imports.progress()).toMatchObject({
		state: 'open',
		refused: 1,
		leads: 0,
		last_error: expect.stringContaining('leads'),
	});
});

it('a disconnected account stops it, and so does a credential of another account', async () => {
	const id = await imports.open();
	await imports.run('run', undefined, { maxRequestsPerRun: 2 });
	await imports.rows(`select amocrm_disconnect_account($1, 'operator')`, [account]);
	expect((await imports.start('again'))?.path).toBeNull();
	expect(await imports.progress()).toMatchObject({
		state: 'stopped',
		last_error: expect.stringContaining('disconnected'),
	});
	await imports.rows(`select amocrm_reconnect_account($1, 'operator')`, [account]);
	await imports.rows('select amocrm_resume_backfill($1)', [id]);
	await imports.rows('update amocrm_backfills set account_id = 1');
	await imports.run('other');
	expect(await imports.progress()).toMatchObject({
		state: 'stopped',
		last_error: expect.stringContaining(`belongs to account ${account}`),
	});
});

it('Telegram is told once how it ended', async () => {
	const claim = async (canTell = true) =>
		(await imports.rows('select * from amocrm_claim_backfill_report($1)', [canTell]))[0];
	const id = await imports.open({ maxRequests: 2 });
	expect(await claim()).toBeUndefined();
	await imports.run('run');
	expect(await claim(false)).toBeUndefined();
	expect(await claim()).toMatchObject({
		backfill_id: id,
		message: expect.stringContaining(`select amocrm_resume_backfill(${id})`),
	});
	expect(await claim()).toBeUndefined();
	await imports.rows('select amocrm_resume_backfill($1)', [id]);
	await imports.run('again');
	const report = await claim();
	expect(report?.['message']).toContain('закончена');
	expect(report?.['message']).toContain(`Сделок: ${await imports.count('amocrm_deals')}`);
	await imports.rows('select amocrm_record_backfill_report($1)', [id]);
	await imports.rows(
		`update amocrm_backfills set next_telling_at = next_telling_at - interval '1 hour'`,
	);
	expect(await claim()).toBeUndefined();
});

it('analysts see how far it is', async () => {
	await imports.open();
	const read = async () =>
		(
			await imports.rows(
				'select state, leads, share_of_time::float as share, is_running from amocrm_backfill_progress',
			)
		)[0] as { readonly share: number };
	expect(await read()).toMatchObject({ state: 'open', leads: 0, share: 0, is_running: false });
	await imports.run('run', undefined, { maxRequestsPerRun: 3 });
	const { share } = await read();
	expect(share).toBeGreaterThan(0);
	expect(share).toBeLessThan(1);
	await imports.run('again');
	expect(await read()).toMatchObject({ state: 'done', share: 1 });
});
