import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTestDatabase } from '../support/database';
import { createCrm, leadDetails, testAccount, type Item } from '../support/crmItems';
import { guideQueries } from '../support/guideQueries';

const guides = ['database.md', 'analytics.md']
	.map((name) => readFileSync(join(__dirname, '..', '..', 'docs', 'guides', name), 'utf8'))
	.join('');

const queries = guideQueries('database.md');

const database = useTestDatabase({ emptied: false });
const crm = createCrm(database);

const custom = (name: string, value: string, code: string | null = null): Item => ({
	field_id: 1,
	field_name: name,
	field_code: code,
	field_type: 'text',
	values: [{ value }],
});

const leads: ReadonlyMap<number, Item> = new Map([
	[
		12345,
		leadDetails({
			id: 12345,
			name: 'Аренда',
			status_id: 142,
			price: 500,
			closed_at: 1748268812,
			custom_fields_values: [
				custom('Город', 'Тбилиси'),
				custom('utm_source', 'google', 'UTM_SOURCE'),
			],
			_embedded: { contacts: [{ id: 6, is_main: true }] },
		}),
	],
	[2, leadDetails({ id: 2, price: 100 })],
	[3, leadDetails({ id: 3, price: 200 })],
]);

const contact = {
	id: 6,
	name: 'Иван Иванов',
	updated_at: 1748268812,
	custom_fields_values: [custom('Телефон', '+79990000001', 'PHONE')],
};

beforeAll(async () => {
	await database.pool.query('select amocrm_store_reference($1, $2, $3)', [
		'pipelines',
		testAccount,
		JSON.stringify([
			{
				id: 3177727,
				name: 'Воронка',
				_embedded: { statuses: [{ id: 32392159, name: 'Новая', sort: 10 }] },
			},
		]),
	]);
	const move = (from: number, to: number, at: Date) => ({
		event: 'lead.status',
		id: 12345,
		changedBy: 0,
		occurredAt: at.toISOString(),
		changes: { status_id: { from, to } },
		data: { status_id: to },
	});
	const now = new Date();
	const monthStart = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 2));
	await crm.run(
		[
			move(1, 32392159, monthStart),
			move(32392159, 142, new Date(monthStart.getTime() + 7_200_000)),
			{ id: 2 },
			{ id: 3 },
			{ entity: 'contact', id: 6 },
			{ event: 'note.add', entity: 'note', id: 9, parent: { entity: 'lead', id: 12345 } },
		],
		({ subject }) => {
			const { entity, id } = subject as { entity: string; id: number };
			return entity === 'contact' ? contact : leads.get(id);
		},
	);
	await database.pool.query(
		`update amocrm_webhook_events set status = case amocrm_entity_id when '3' then 'dead' else 'processed' end,
			last_error = 'Jarvis is down', processed_at = ts + interval '2 seconds'`,
	);
	await database.pool.query('select amocrm_record_workflow_failure($1)', [
		{ execution: { error: { message: 'Jarvis is down' } }, workflow: { name: 'W' } },
	]);
});

const run = async (title: string) => {
	const query = queries.find((candidate) => candidate.title.includes(title));
	if (!query) throw new Error(`The guide has no query "${title}".`);
	return crm.rows(query.sql);
};

test('every query of the guide runs and finds the seeded rows', async () => {
	expect(queries).toHaveLength(12);
	for (const { title, sql } of queries) {
		expect({ title, found: (await crm.rows(sql)).length > 0 }).toEqual({ title, found: true });
	}
});

test.each<[string, readonly Item[]]>([
	['Open leads by stage', [{ pipeline: 'Воронка', status: 'Новая', leads: '2', amount: '300' }]],
	[
		'Leads with a value in a custom field',
		[{ amocrm_deal_id: '12345', name: 'Аренда', city: 'Тбилиси' }],
	],
	[
		'with a telephone number',
		[
			{
				amocrm_deal_id: '12345',
				name: 'Аренда',
				status_label: 'successful',
				contact: 'Иван Иванов',
			},
		],
	],
	['Who moves leads', [{ who: '0', moves: '2' }]],
	['Events by hour', [expect.objectContaining({ events: '6', average_seconds: '2.0' })]],
])('"%s" answers right', async (title, expected) => {
	expect(await run(title)).toEqual(expected);
});

test('the history of one lead holds its own events and those of its notes', async () => {
	expect((await run('Everything that happened')).map((row) => row['event_type'])).toEqual([
		'lead.status',
		'lead.status',
		'note.add',
	]);
});

test('the guides name every column of the deals, tables and views there are', async () => {
	const columns = await crm.rows(
		`select column_name as name from information_schema.columns
		 where table_name = 'amocrm_deals' and table_schema = current_schema()
		 union all select relname from pg_class
		 where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v')
		       and relname <> 'amocrm_migrations'`,
	);
	const internal = new Set(['deletion_known_at', 'deletion_event_id', 'amocrm_endpoints']);
	expect(
		columns
			.map(({ name }) => String(name))
			.filter((name) => !internal.has(name) && !guides.includes(`\`${name}\``)),
	).toEqual([]);
});
