import type { AmoEvent } from '../../src/events/types';
import { useTestDatabase } from '../support/database';
import { createCrm, leadDetails, testAccount, type Item } from '../support/crmItems';

/** Leads whose history has gaps, turns back or goes through two pipelines. */
const database = useTestDatabase();
const crm = createCrm(database);

const [sales, service, maria] = [5, 6, 7];
const statuses = (ids: readonly number[]) =>
	[...ids, 142, 143].map((id) => ({ id, name: `Этап ${id}`, sort: id < 142 ? id : id * 100 }));
const pipelines = [
	{ id: sales, name: 'Продажи', _embedded: { statuses: statuses([11, 12, 13]) } },
	{ id: service, name: 'Сервис', _embedded: { statuses: statuses([21, 22]) } },
];

beforeEach(async () => {
	await crm.rows(`select amocrm_store_reference('pipelines', $1, $2)`, [
		testAccount,
		JSON.stringify(pipelines),
	]);
});

const at = (hour: number): string => new Date(Date.UTC(2025, 2, 10, hour)).toISOString();
const unix = (hour: number): number => Date.parse(at(hour)) / 1000;

const added = (status_id: number): Partial<AmoEvent> => ({
	...{ event: 'lead.add', id: 1, occurredAt: at(0) },
	data: { status_id, pipeline_id: sales },
});

const moved = (hour: number, from: number, to: number, pipeline = sales): Partial<AmoEvent> => ({
	...{ event: 'lead.status', id: 1, changedBy: maria, occurredAt: at(hour) },
	changes: { status_id: { from, to } },
	data: { status_id: to, pipeline_id: pipeline },
});

/** What the events tell of lead 1, which is now as `present` says. */
const happened = (present: Item, ...events: ReadonlyArray<Partial<AmoEvent>>) =>
	crm.run(events, () =>
		leadDetails({
			...{ pipeline_id: sales, status_id: 11, created_at: unix(0), updated_at: unix(0) },
			...present,
		}),
	);

const stays = async () =>
	(
		await crm.rows(
			`select pipeline, status_id::int as status, round(extract(epoch from entered_at - $1) / 3600)::int as came,
				round(extract(epoch from left_at - $1) / 3600)::int as gone
			 from amocrm_stage_stays order by entered_at, left_at`,
			[at(0)],
		)
	).map((row) => Object.values(row));

test('a lead that was won without a word of it was in its first stage until then', async () => {
	await happened({ status_id: 142, closed_at: unix(30), updated_at: unix(40) }, added(11));
	expect(await stays()).toEqual([
		['Продажи', 11, 0, 30],
		['Продажи', 142, 30, null],
	]);
});

test('a move after the told ones that nobody told is in it from the last change', async () => {
	await happened({ status_id: 13, updated_at: unix(20) }, added(11), moved(5, 11, 12));
	expect(await stays()).toEqual([
		['Продажи', 11, 0, 5],
		['Продажи', 12, 5, 20],
		['Продажи', 13, 20, null],
	]);
});

test('a told move that is newer than what we know of the lead is not taken back', async () => {
	await happened({ status_id: 11, updated_at: unix(2) }, added(11), moved(5, 11, 12));
	expect(await stays()).toEqual([
		['Продажи', 11, 0, 5],
		['Продажи', 12, 5, null],
	]);
});

test('a lead that changes its pipeline was in the stages of the one before', async () => {
	const present = { pipeline_id: service, status_id: 22, updated_at: unix(9) };
	await happened(present, added(11), moved(3, 11, 21, service), moved(9, 21, 22, service));
	expect(await stays()).toEqual([
		['Продажи', 11, 0, 3],
		['Сервис', 21, 3, 9],
		['Сервис', 22, 9, null],
	]);
});

test('moves are in the order of amoCRM’s clock, and told twice they are one', async () => {
	const present = { status_id: 12, updated_at: unix(7) };
	const again = { ...moved(5, 12, 13), event: 'lead.update' };
	await happened(present, moved(7, 13, 12), added(11), moved(5, 12, 13), again, moved(2, 11, 12));
	expect(await stays()).toEqual([
		['Продажи', 11, 0, 2],
		['Продажи', 12, 2, 5],
		['Продажи', 13, 5, 7],
		['Продажи', 12, 7, null],
	]);
});

test('a lead that was won and is opened again earns nothing, and got as far as won', async () => {
	const present = { status_id: 12, closed_at: null, updated_at: unix(8) };
	await happened(present, added(11), moved(4, 11, 142), moved(8, 142, 12));
	expect(await crm.rows('select from amocrm_revenue_by_month')).toEqual([]);
	expect(await crm.row('select open, won, won_percent from amocrm_funnel_by_month')).toEqual({
		...{ open: '1', won: '0', won_percent: '0.0' },
	});
	const [last] = await crm.rows('select leads from amocrm_stages_reached order by place desc');
	expect(last).toEqual({ leads: '1' });
});

test('a won lead without a price counts, and is left out of the average', async () => {
	await happened(
		{ status_id: 142, price: null, closed_at: unix(3), updated_at: unix(3) },
		added(11),
	);
	expect(await crm.row('select won, revenue, average_price from amocrm_revenue_by_month')).toEqual({
		...{ won: '1', revenue: '0', average_price: null },
	});
});

test('the month is that of the session’s time zone', async () => {
	const created_at = Date.parse('2025-03-31T22:30:00Z') / 1000;
	await happened({ created_at }, added(11));
	const client = await database.pool.connect();
	const months: unknown[] = [];
	for (const zone of ['UTC', 'Europe/Moscow']) {
		await client.query(`set timezone = '${zone}'`);
		const { rows } = await client.query('select month::text from amocrm_funnel_by_month');
		months.push(rows);
	}
	await client.query('reset timezone');
	client.release();
	expect(months).toEqual([[{ month: '2025-03-01' }], [{ month: '2025-04-01' }]]);
});

test('an empty mark of advertising is none', async () => {
	const mark = { field_code: 'UTM_SOURCE', field_type: 'tracking_data', values: [{ value: '' }] };
	await happened({ custom_fields_values: [mark] }, added(11));
	expect(await crm.row('select utm_source, leads from amocrm_sources_by_month')).toEqual({
		...{ utm_source: '(none)', leads: '1' },
	});
});

const response = () => crm.row('select response, minutes from amocrm_first_responses');

test('a message to the lead’s contact answers it, as its webhook names no lead', async () => {
	const contacts = [{ id: 900, is_main: true }];
	await happened({ _embedded: { contacts } }, added(11));
	await crm.receive({
		...{
			event: 'message.outgoing',
			entity: 'message',
			id: 'm',
			changedBy: maria,
			occurredAt: at(2),
		},
		parent: { entity: 'contact', id: 900 },
	});
	expect(await response()).toEqual({ response: 'message', minutes: '120.0' });
});

test('a service’s note in somebody’s name is no answer', async () => {
	const note = (id: number, hour: number, note_type: string): Partial<AmoEvent> => ({
		...{ event: 'note.add', entity: 'note', id, parent: { entity: 'lead', id: 1 } },
		data: { created_at: at(hour), created_by: maria, note_type },
	});
	await happened({}, added(11), note(1, 1, '25'));
	expect(await response()).toEqual({ response: null, minutes: null });
	await happened({}, note(2, 3, '11'));
	expect(await response()).toEqual({ response: 'note', minutes: '180.0' });
});
