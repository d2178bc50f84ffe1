import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { backfillCommand } from '../../cli/backfill';
import { eventually } from '../support/eventually';
import { runWorkflow } from './support/runWorkflow';
import { editNode, startTestStack, type TestStack } from './support/testStack';

/** «Загрузка истории AmoCRM» in a real n8n, beside the pipeline that works. */
let test$: TestStack;
const workflow = 'amocrmBackfill01';
const button = 'Загрузить историю';

const rows = async (text: string, values: unknown[] = []) =>
	(await test$.pool.query(text, values)).rows;

interface Setting {
	readonly name: string;
	readonly value: unknown;
}

const set = async (values: Readonly<Record<string, unknown>>): Promise<void> =>
	editNode(await test$.n8n(), workflow, 'Settings', (parameters) => {
		const { assignments } = parameters['assignments'] as { assignments: readonly Setting[] };
		return {
			...parameters,
			assignments: {
				assignments: assignments.map((one) =>
					one.name in values ? { ...one, value: values[one.name] } : one,
				),
			},
		};
	});

const progress = async () =>
	(await rows('select * from amocrm_backfill_progress order by id desc limit 1'))[0];

const leadRequests = async (): Promise<number> =>
	(await test$.control.get('/requests')).data.filter(({ path }: { path: string }) =>
		/^\/api\/v4\/(account\b|(leads|contacts|companies)\?.*order\[updated_at\])/.test(path),
	).length;

let leads: number;

beforeAll(async () => {
	test$ = await startTestStack();
	await test$.answersSteadily();
	// What existed before the first webhook: made while amoCRM has no subscription to tell.
	const { data: subscriptions } = await test$.control.get('/subscriptions');
	await test$.control.patch(`/subscriptions/${subscriptions[0].id}`, { disabled: true });
	await test$.control.post('/example', { leads: 700, days: 200 });
	leads = (await test$.control.get('/leads?limit=100000')).data.length;
	await editNode(await test$.n8n(), workflow, 'Каждую минуту', () => ({
		rule: { interval: [{ field: 'seconds', secondsInterval: 4 }] },
	}));
});

afterAll(async () => {
	await test$?.close();
});

it('asks amoCRM nothing while nobody wants history', async () => {
	await test$.control.delete('/requests');
	await new Promise((resolve) => setTimeout(resolve, 9000));
	expect(
		(await test$.control.get('/requests')).data.filter(({ path }: { path: string }) =>
			path.includes('order[updated_at]'),
		),
	).toEqual([]);
	expect(await rows('select * from amocrm_backfills')).toEqual([]);
});

it('loads everything in short runs after one press, and tells Telegram once', async () => {
	await set({ maxRequestsPerRun: 3, telegramChatId: '-100' });
	await test$.control.delete('/requests');
	expect(await runWorkflow(await test$.n8n(), workflow, button)).toBe('success');
	expect(await progress()).toMatchObject({ state: 'open', requests: 3 });
	const done = await eventually(
		'everything is loaded',
		async () => {
			const now = await progress();
			return now.state !== 'open' && now;
		},
		120,
	);
	expect(done).toMatchObject({ state: 'done', leads, last_error: null });
	const { data: amoCrmLeads } = await test$.control.get('/leads?limit=100000');
	const deals = await rows(
		'select amocrm_deal_id as id, price::int, status_id::int from amocrm_deals',
	);
	const facts = (rows$: ReadonlyArray<Readonly<Record<string, unknown>>>) =>
		rows$.map(({ id, price, status_id: status }) => `${id} ${price} ${status}`).sort();
	expect(facts(deals)).toEqual(facts(amoCrmLeads));
	expect(Number((await rows('select count(*)::int as n from amocrm_contacts'))[0].n)).toBe(
		done.contacts,
	);
	expect(done.contacts).toBeGreaterThanOrEqual(700);
	expect(await leadRequests()).toBeGreaterThanOrEqual(done.requests);
	const [usage] = await rows(
		`select sum(requests)::int as n from amocrm_api_usage where source = 'backfill'`,
	);
	expect(usage.n).toBe(done.requests);

	const told = async () =>
		(await test$.control.get('/telegram')).data.filter((message: unknown) =>
			JSON.stringify(message).includes('Загрузка истории'),
		);
	await eventually('Telegram was told', async () => (await told()).length > 0, 30);
	await new Promise((resolve) => setTimeout(resolve, 9000));
	expect(await told()).toHaveLength(1);
	expect(JSON.stringify(await told())).toContain(`Сделок: ${leads}`);
	expect(await rows('select message from amocrm_workflow_failures')).toEqual([]);
});

it('stops when amoCRM takes the rights away, and the command line goes on with it', async () => {
	const { data: fault } = await test$.control.post('/faults', {
		...{ target: 'api', status: 403, body: { title: 'Forbidden', status: 403 } },
		match: { path: '/api/v4/contacts' },
	});
	expect(await runWorkflow(await test$.n8n(), workflow, button)).toBe('success');
	const stopped = await eventually(
		'it has stopped',
		async () => {
			const now = await progress();
			return now.state === 'stopped' && now;
		},
		60,
	);
	expect(stopped.last_error).toContain('HTTP 403');
	await test$.control.delete(`/faults/${fault.id}`);

	const facts = test$.stack.facts();
	// What `npm start` leaves for the command line.
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-e2e-backfill-'));
	writeFileSync(join(folder, 'stack.json'), JSON.stringify(facts));
	let out = '';
	const code = await backfillCommand(['resume'], {
		stdin: Readable.from([]),
		stdout: { write: (text) => (out += text) },
		stderr: { write: (text) => (out += text) },
		env: { DATABASE_URL: facts.postgres.url, AMOCRM_DATA_DIR: folder },
	});
	rmSync(folder, { recursive: true, force: true });
	expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('is done') });
	expect(await progress()).toMatchObject({ id: stopped.id, state: 'done', leads });
});
