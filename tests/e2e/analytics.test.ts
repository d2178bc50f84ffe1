import { Pool } from 'pg';
import { eventually } from '../support/eventually';
import { guideQueries } from '../support/guideQueries';
import { runWorkflow } from './support/runWorkflow';
import { editNode, startTestStack, type TestStack } from './support/testStack';

/** What an analyst finds after `npm start` and the example of the guide, signed in as the guide says. */
let test$: TestStack;
let analyst: Pool;
let n8nDatabase: Pool;

const referenceWorkflow = 'amocrmReference1';
const scheduleNode = 'Каждые 15 минут';
const lists = [
	'/api/v4/leads/pipelines',
	'/api/v4/users',
	'/api/v4/leads/custom_fields',
	'/api/v4/contacts/custom_fields',
	'/api/v4/companies/custom_fields',
];

beforeAll(async () => {
	test$ = await startTestStack();
	const { analystUrl, n8nUrl } = test$.stack.facts().postgres;
	analyst = new Pool({ connectionString: analystUrl, max: 1 });
	n8nDatabase = new Pool({ connectionString: n8nUrl, max: 1 });
});

afterAll(async () => {
	await analyst?.end();
	await n8nDatabase?.end();
	await test$?.close();
});

const rows = async (text: string) => (await test$.pool.query(text)).rows;

const askedPaths = async (): Promise<ReadonlyArray<string | undefined>> =>
	((await test$.control.get('/requests')).data as ReadonlyArray<{ path: string }>).map(
		({ path }) => path.split('?')[0],
	);

const refresh = async () => {
	expect(await runWorkflow(await test$.n8n(), referenceWorkflow, scheduleNode)).toBe('success');
};

it('a run by hand stores pipelines, users and fields with six requests', async () => {
	// The schedule may come in between; it finds nothing due then.
	await refresh();
	await test$.control.delete('/requests');
	await refresh();
	const asked = await askedPaths();
	for (const path of lists) expect(asked.filter((one) => one === path)).toHaveLength(1);
	expect(asked).toContain('/api/v4/account');
	expect(await rows('select name from amocrm_pipelines order by sort')).toEqual([
		{ name: 'Воронка' },
		{ name: 'Сервис' },
	]);
	const [counted] = await rows(
		`select (select count(*)::int from amocrm_users) as users,
			(select count(distinct entity_type)::int from amocrm_custom_fields) as owners,
			(select name from amocrm_custom_fields where id = 752015) as field`,
	);
	expect(counted).toEqual({ users: 3, owners: 3, field: 'Источник' });
	const [usage] = await rows(
		`select sum(requests)::int as requests from amocrm_api_usage where source = 'reference'`,
	);
	expect(usage.requests % 6).toBe(0);
	expect(usage.requests).toBeGreaterThanOrEqual(12);
});

it('users that only administrators may see become an alarm; the rest is stored', async () => {
	const { data: fault } = await test$.control.post('/faults', {
		...{ target: 'api', match: { path: '/api/v4/users' }, status: 403 },
	});
	await refresh();
	const [check] = await rows(
		`select error from amocrm_api_checks where watcher = '${referenceWorkflow}'`,
	);
	expect(check.error).toMatch(/^users: /);
	expect(await rows('select from amocrm_users where removed_at is null')).toHaveLength(3);
	await test$.control.delete(`/faults/${fault.id}`);
	await refresh();
	const [after] = await rows(
		`select error from amocrm_api_checks where watcher = '${referenceWorkflow}'`,
	);
	expect(after.error).toBeNull();
});

it('an account that refuses the token is asked once and for no list; that is an alarm until it answers', async () => {
	const health = async () =>
		await rows(
			`select state, finding from amocrm_pipeline_health
			 where name = 'api_failing' and subject = '${referenceWorkflow}'`,
		);
	const { data: fault } = await test$.control.post('/faults', {
		...{ target: 'api', match: { path: '/api/v4/account' }, status: 401 },
	});
	try {
		// Again where the watch or the schedule asked at the same moment.
		await eventually('a run asks for the account once, and for nothing else', async () => {
			await test$.control.delete('/requests');
			await refresh();
			return (await askedPaths()).join() === '/api/v4/account';
		});
		expect(await health()).toEqual([
			{ state: 'alarm', finding: expect.stringContaining('did not accept the credential') },
		]);
	} finally {
		// Else every test after this one would find amoCRM refusing, too.
		await test$.control.delete(`/faults/${fault.id}`);
	}
	await test$.control.delete('/requests');
	await refresh();
	expect(await askedPaths()).toEqual(expect.arrayContaining(['/api/v4/account', ...lists]));
	expect(await health()).toMatchObject([{ state: 'ok' }]);
});

it('the schedule asks amoCRM when it is due, and only then', async () => {
	await rows(`update amocrm_api_checks set asked_at = asked_at - interval '25 hours'`);
	await test$.control.delete('/requests');
	await editNode(await test$.n8n(), referenceWorkflow, scheduleNode, () => ({
		rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] },
	}));
	const asked = async () =>
		(await askedPaths()).filter((path) => path === '/api/v4/leads/pipelines').length;
	await eventually('it asked', async () => (await asked()) > 0);
	const runs = async () =>
		Number(
			(
				await n8nDatabase.query(
					`select count(*) as n from execution_entity where "workflowId" = $1 and mode = 'trigger' and finished`,
					[referenceWorkflow],
				)
			).rows[0].n,
		);
	const before = await runs();
	await eventually('the schedule ran five times more', async () => (await runs()) >= before + 5);
	expect(await asked()).toBe(1);
	await editNode(await test$.n8n(), referenceWorkflow, scheduleNode, () => ({
		rule: { interval: [{ field: 'minutes', minutesInterval: 15 }] },
	}));
});

/** A webhook answered after two seconds, as by a busy machine, comes again in five minutes; here now. */
const sendLateOnesAgain = async () => {
	const { data } = await test$.control.get('/deliveries');
	const sent = data as ReadonlyArray<{ id: number; state: string; nextAt: string | null }>;
	const late = sent.filter(({ state, nextAt }) => state === 'failed' || nextAt !== null);
	for (const { id } of late) await test$.control.post(`/deliveries/${id}/retry`);
};

describe('after the example of the guide', () => {
	beforeAll(async () => {
		const { data } = await test$.control.post('/example');
		expect(data.leadIds).toHaveLength(60);
		await eventually(
			'every event is processed',
			async () => {
				const [open] = await rows(
					`select count(*)::int as n, count(*) filter (where not processed)::int as waiting
					 from amocrm_webhook_events`,
				);
				if (open.waiting === 0 && open.n < data.events) await sendLateOnesAgain();
				return open.n >= data.events && open.waiting === 0;
			},
			240,
		);
	}, 300_000);

	it('no event met the refusal of before', async () => {
		const refused = `select from amocrm_webhook_events where last_error like '%credential%'`;
		expect(await rows(refused)).toEqual([]);
	});

	it.each(guideQueries('analytics.md').map(({ title, sql }) => [title, sql] as const))(
		'the analyst finds something: %s',
		async (_title, sql) => {
			expect((await analyst.query(sql)).rows.length).toBeGreaterThan(0);
		},
	);

	it('leads happened over half a year, with names instead of numbers', async () => {
		const { rows: months } = await analyst.query(
			`select month, bool_and(pipeline in ('Воронка', 'Сервис')) as named
			 from amocrm_funnel_by_month group by month`,
		);
		expect(months.length).toBeGreaterThanOrEqual(6);
		expect(months.every(({ named }) => named === true)).toBe(true);
	});

	it('the analyst changes nothing', async () => {
		await expect(analyst.query('delete from amocrm_deals')).rejects.toThrow(/denied/);
	});
});
