import { useTestDatabase } from '../support/database';
import { createCrm, leadDetails, testAccount } from '../support/crmItems';

/** What the workflow that keeps names fresh asks of the database. */
const database = useTestDatabase();
const crm = createCrm(database);

const numbered = (count: number) => Array.from({ length: count }, (_, i) => ({ id: i + 1 }));
const pipelines = [
	{ id: 1, name: 'Воронка', _embedded: { statuses: [{ id: 11, name: 'Новая' }] } },
];
const users = [{ id: 7, name: 'Мария' }];

const refresh = (answers: object) =>
	crm.row('select * from amocrm_refresh_reference($1)', [
		JSON.stringify({
			...{ watcher: 'reference', every: '24 hours', account: { id: testAccount } },
			...{ pipelines, users, custom_fields: { leads: [], contacts: [], companies: [] } },
			...answers,
		}),
	]);

const isDue = async () =>
	(await crm.row(`select amocrm_reference_due('reference', 24) as due`))['due'];

const hoursLater = (hours: number) =>
	database.pool.query(`update amocrm_api_checks set asked_at = asked_at - $1 * interval '1 hour'`, [
		hours,
	]);

const receiveLead = (place: object) =>
	crm.run([{ id: 1 }], () =>
		leadDetails({ pipeline_id: 1, status_id: 11, responsible_user_id: 7, ...place }),
	);

const requestsCounted = () =>
	crm.rows(`select source, sum(requests)::int as requests from amocrm_api_usage
		where source = 'reference' group by source`);

test('what amoCRM lists is stored, and six requests are counted', async () => {
	const fields = { leads: [{ id: 5, name: 'Город' }], contacts: [{ id: 5, name: 'Телефон' }] };
	expect(await refresh({ custom_fields: { ...fields, companies: [{}] } })).toEqual({
		...{ pipelines: 1, users: 1, custom_fields: 2, requests: 6, error: null },
	});
	expect(
		await crm.rows('select entity_type, name from amocrm_custom_fields order by entity_type'),
	).toEqual([
		{ entity_type: 'contacts', name: 'Телефон' },
		{ entity_type: 'leads', name: 'Город' },
	]);
	expect(await requestsCounted()).toEqual([{ source: 'reference', requests: 6 }]);
});

test('further pages are counted: 250 users or 50 fields come at once', async () => {
	const many = { users: numbered(251), custom_fields: { leads: numbered(100), contacts: [{}] } };
	expect(await refresh(many)).toMatchObject({ users: 251, custom_fields: 100, requests: 7 });
});

test('a refused list keeps what was known, the others are stored, and the alarm tells', async () => {
	await refresh({});
	const refused = await refresh({
		pipelines: [{ id: 1, name: 'Продажи' }],
		users: [{ error: 'HTTP 403' }],
	});
	expect(refused).toMatchObject({ pipelines: 1, users: 0, error: 'users: HTTP 403' });
	expect(await crm.rows('select name, removed_at from amocrm_users')).toEqual([
		{ name: 'Мария', removed_at: null },
	]);
	expect(await crm.row('select name from amocrm_pipelines')).toEqual({ name: 'Продажи' });
	await hoursLater(0.01);
	await database.pool.query(
		`update amocrm_api_checks set failing_since = failing_since - interval '1 minute'`,
	);
	expect(
		await crm.row(
			`select state, subject, finding from amocrm_pipeline_health where name = 'api_failing'`,
		),
	).toEqual({ state: 'alarm', subject: 'reference', finding: 'users: HTTP 403' });
});

test('an account that does not answer changes nothing, and is one request', async () => {
	const none = { pipelines: [], users: [], custom_fields: { leads: [], contacts: [] } };
	const answer = await refresh({ account: { error: 'HTTP 401' }, ...none });
	expect(answer).toMatchObject({ pipelines: null, users: null, requests: 1, error: 'HTTP 401' });
	expect(await crm.rows('select * from amocrm_pipelines')).toEqual([]);
});

test('what cannot be stored is an alarm, and is not asked for again in the next look', async () => {
	const answer = await refresh({ pipelines: [{ id: 1, name: 'Воронка', sort: 3_000_000_000 }] });
	expect(answer).toMatchObject({ requests: 6, error: 'not stored: integer out of range' });
	expect(await isDue()).toBe(false);
});

test('it is due when nobody asked yet, and when the answer is too old', async () => {
	expect(await isDue()).toBe(true);
	await refresh({});
	expect(await isDue()).toBe(false);
	await hoursLater(23);
	expect(await isDue()).toBe(false);
	await hoursLater(2);
	expect(await isDue()).toBe(true);
});

test.each([
	['stage', { status_id: 12 }],
	['pipeline', { pipeline_id: 2 }],
	['user', { responsible_user_id: 8 }],
])('a lead with an unknown %s makes it due, once an hour at the most', async (_what, place) => {
	await refresh({});
	await receiveLead(place);
	expect(await isDue()).toBe(false);
	await hoursLater(1.1);
	expect(await isDue()).toBe(true);
	await refresh({});
	await hoursLater(1.1);
	await database.pool.query(`update amocrm_deals set stored_at = now() - interval '2 hours'`);
	expect(await isDue()).toBe(false);
});

test('a lead whose names are known does not make it due, a refusal does', async () => {
	await refresh({});
	await receiveLead({});
	await hoursLater(1.1);
	expect(await isDue()).toBe(false);
	await refresh({ users: [{ error: 'HTTP 403' }] });
	expect(await isDue()).toBe(false);
	await hoursLater(1.1);
	expect(await isDue()).toBe(true);
});
