import { enqueue } from '../../src/inbox/enqueue';
import { createCrm, leadDetails, testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';
import {
	answer,
	change,
	createRecoveries,
	lead,
	noContent,
	unix,
	type Account,
} from '../support/recoveries';

/** How a recovery is divided into runs, and what it leaves behind. */
const database = useTestDatabase();
const heal = createRecoveries(database);

const many = (count: number, at: number): Account => ({
	leads: Array.from({ length: count }, (_, i) => lead(1000 + i, at + Math.floor(i / 400))),
	events: Array.from({ length: count }, (_, i) => change('lead_added', 1000 + i, at + (i % 50))),
});

describe('runs', () => {
	it('read long lists whole, also when more than a page changed within one second', async () => {
		await heal.gap();
		const account = many(930, unix(3600));
		const paths = await heal.run('run', account);
		expect(paths.filter((path) => path.endsWith('/events'))).toHaveLength(10);
		const [row] = await heal.rows(
			`select count(distinct amocrm_entity_id)::int as leads,
			 count(*) filter (where event_type = 'lead.add')::int as added,
			 count(*) filter (where payload ? 'name')::int as whole from amocrm_webhook_events`,
		);
		expect(row).toMatchObject({
			leads: 930,
			added: 930,
			whole: Number((await heal.events()).length),
		});
		expect(await heal.recovery()).toMatchObject({ state: 'done', requests: paths.length });
	});

	it('stop at their limit, and the next one goes on', async () => {
		await heal.gap();
		const account = many(600, unix(3600));
		const limits = { maxRequestsPerRun: 3 };
		const lengths: number[] = [];
		for (let run = 0; run < 10; run += 1) {
			lengths.push((await heal.run(`run ${run}`, account, limits)).length);
		}
		const used = lengths.filter((length) => length > 0);
		expect(Math.max(...used)).toBe(3);
		expect(used.reduce((a, b) => a + b)).toBe(Number((await heal.recovery())['requests']));
		expect(await heal.recovery()).toMatchObject({ state: 'done', run: null });
		const ids = (await heal.events()).map(({ id }) => id);
		expect(new Set(ids).size).toBe(600);
	});

	it('end for good at the limit of all runs, with what was found', async () => {
		await heal.gap();
		await heal.run('run', many(600, unix(3600)), { maxRequests: 6 });
		expect(await heal.recovery()).toMatchObject({ state: 'incomplete', requests: 6 });
		expect((await heal.events()).length).toBeGreaterThan(0);
		expect((await heal.start('again')).path).toBeNull();
	});

	it('never overlap, and a crashed one is taken over where it was', async () => {
		await heal.gap();
		await heal.next('first', answer({}, await heal.start('first')));
		expect((await heal.start('second')).path).toBeNull();
		await heal.rows(`update amocrm_recoveries set leased_until = now() - interval '1 s'`);
		expect((await heal.start('third')).path).toBe('/api/v4/contacts');
		expect((await heal.next('first', noContent)).path).toBeNull();
		expect(await heal.recovery()).toMatchObject({ run: 'third', requests: 1, phase: 'contacts' });
	});

	it('of which two start at once: one gets it', async () => {
		await heal.gap();
		const asked = await Promise.all(['a', 'b', 'c', 'd'].map((run) => heal.start(run)));
		expect(asked.filter(({ path }) => path !== null)).toHaveLength(1);
	});

	it('that amoCRM refuses come later, with the reason on record and no token in it', async () => {
		await heal.gap();
		await heal.start('run');
		await heal.rows('select amocrm_pause_recovery($1, $2)', [
			'run',
			'401 Unauthorized, Authorization: Bearer abc.def',
		]);
		const paused = await heal.recovery();
		expect(paused).toMatchObject({ state: 'open', run: null, requests: 1 });
		expect(paused['last_error']).toContain('401');
		expect(paused['last_error']).not.toContain('abc');
		await heal.run('later', {});
		expect(await heal.recovery()).toMatchObject({ state: 'done', last_error: null });
	});

	it('that amoCRM refused for days leave the whole limit to those it answers', async () => {
		await heal.gap();
		const limits = { maxRequests: 4 };
		for (let run = 0; run < 5; run += 1) {
			await heal.start(`refused ${run}`, limits);
			await heal.rows('select amocrm_pause_recovery($1, $2)', [`refused ${run}`, '401']);
		}
		await heal.run('answered', { leads: [lead(1, unix(3600))] }, limits);
		expect(await heal.recovery()).toMatchObject({
			state: 'done',
			requests: 9,
			refused: 5,
			stored: 1,
		});
	});

	it.each([
		['a page of a proxy', { status: 200, body: '<html>' }],
		['another list', { status: 200, body: { _embedded: { users: [] } } }],
		['nothing', {}],
	])('do not take %s for an empty list', async (_name, body) => {
		await heal.gap();
		await heal.start('run');
		expect((await heal.next('run', body)).path).toBeNull();
		expect(await heal.recovery()).toMatchObject({ state: 'open', phase: 'leads', run: null });
	});

	it('are counted as requests of the account', async () => {
		await heal.gap();
		await heal.run('run', {});
		expect(
			await heal.rows(`select account_id, source, sum(requests)::int as requests
				from amocrm_api_usage group by 1, 2`),
		).toEqual([{ account_id: String(testAccount), source: 'recovery', requests: 4 }]);
	});
});

test('a webhook that comes late for a recovered change makes no second deal, move or deletion', async () => {
	await heal.gap();
	const at = unix(3600);
	const crm = createCrm(database);
	const states = new Map([
		[1, leadDetails({ id: 1, updated_at: at })],
		[2, null],
	]);
	const work = async () => {
		const { rows } = await database.pool.query(
			`select id::text as "eventId", event_type as event, entity_type as entity,
			 amocrm_entity_id::bigint::int as id, account_id::int as "accountId", occurred_at as "occurredAt",
			 changes, payload as data from amocrm_webhook_events order by amocrm_webhook_events.id`,
		);
		const items = await crm.attach(JSON.parse(JSON.stringify(rows)));
		await crm.store(
			items.map((item) => {
				if (item['lookup'] === 'none') return item;
				const details = states.get(Number(item['id'])) ?? null;
				return { ...item, details, found: details !== null, fetchedAt: new Date().toISOString() };
			}),
		);
	};
	const move = { status_id: { from: 5, to: 32392159 } };
	const place = (id: number) => ({ id, pipeline_id: 3177727 });
	await heal.run('run', {
		leads: [lead(1, at)],
		events: [
			change('lead_status_changed', 1, at, {
				value_before: [{ lead_status: place(5) }],
				value_after: [{ lead_status: place(32392159) }],
			}),
			change('lead_deleted', 2, at),
		],
	});
	await work();
	const late = { accountId: testAccount, occurredAt: new Date(at * 1000).toISOString() };
	await enqueue(
		database.pool,
		delivery([
			newEvent({
				...late,
				event: 'lead.status',
				id: 1,
				changes: move,
				data: { id: 1, status_id: 32392159, pipeline_id: 3177727 },
			}),
			newEvent({ ...late, event: 'lead.delete', id: 2, occurredAt: null }),
		]),
	);
	await work();
	expect(
		await heal.rows(
			'select amocrm_deal_id as id, status_id, deleted_at from amocrm_deals order by amocrm_deal_id',
		),
	).toEqual([
		{ id: '1', status_id: '32392159', deleted_at: null },
		{ id: '2', status_id: null, deleted_at: new Date(at * 1000) },
	]);
	expect(await heal.rows('select 1 from amocrm_deal_status_changes')).toHaveLength(1);
	expect(await heal.rows('select 1 from amocrm_recovery_finds')).toEqual([]);
	expect(await heal.rows('select distinct queue from amocrm_webhook_events')).toEqual([
		{ queue: testQueue },
	]);
});
