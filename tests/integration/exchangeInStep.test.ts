import { type Item, type Row } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { contactDetails, createExchange, exchangeSettings, wonLead } from '../support/exchange';

/** The maintenance date that a service moves goes into the lead that sold the machine, and does not come back. */
const database = useTestDatabase();
const exchange = createExchange(database);

beforeEach(async () => {
	await exchange.contactComes(contactDetails(700));
	await soldLead({ maintenance: planned, updated_at: now() - 3600 });
	await exchange.register();
	await exchange.follow();
	// Read an hour ago: what is newer is a manager's.
	await exchange.rows(`update amocrm_deals set stored_at = stored_at - interval '1 hour'`);
	await exchange.follow();
});

const request_id = 'request-0001';
const now = () => Math.floor(Date.now() / 1000);
const midnight = (day: string) => Date.parse(`${day}T00:00:00+03:00`) / 1000;
const planned = midnight('2027-03-01');
const byManager = midnight('2029-09-09');

const soldLead = ({ maintenance, updated_at }: { maintenance: number; updated_at: number }) =>
	exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', maintenance, overrides: { updated_at } }));
const dates = async () =>
	(await exchange.machines()).map(({ next_maintenance_date }) => next_maintenance_date);

/** The day in a year, as the account has it, and its midnight as amoCRM has it. */
async function inAYear() {
	const { day, seconds } = await exchange.row(
		`select day::text, extract(epoch from day::timestamp at time zone 'Europe/Moscow')::int as seconds
		from (select ((now() at time zone 'Europe/Moscow') + interval '12 months')::date as day) as due`,
	);
	return { day: day as string, seconds: seconds as number };
}

async function requested(lead = 900, changes: Item = {}): Promise<void> {
	const request = await exchange.accept({
		request_id,
		type: 'service',
		contact: { phone: '+79990000700' },
		machine: { serial_number: 'sn-1' },
		...changes,
	});
	const held = [request['id'], request['lease']];
	await exchange.rows('select amocrm_request_note($1, $2, $3)', [...held, lead]);
	await exchange.rows('select amocrm_complete_request($1, $2)', held);
}

const said = () =>
	exchange.row('select * from amocrm_accept_service_done($1::jsonb)', [
		JSON.stringify({ request_id }),
	]);
const settingsWith = (changed: Item) =>
	JSON.stringify({ ...exchangeSettings, doneStatusId: 142, donePipelineId: 0, ...changed });
const updates = (job: Row, changed: Item = {}) =>
	exchange.rows('select * from amocrm_service_updates($1, $2, $3::jsonb)', [
		...[job['id'], job['lease'], settingsWith(changed)],
	]);
const end = (job: Row, answers: readonly Item[], changed: Item = {}) =>
	exchange.value<Item | null>('amocrm_end_service_done($1, $2, $3::jsonb, $4::jsonb)', [
		...[
			job['id'],
			job['lease'],
			settingsWith(changed),
			JSON.stringify({ updates: answers, answers }),
		],
	]);
const taken = (rows: readonly Row[], updated_at = now()): readonly Item[] =>
	rows.map((row) => ({
		...row,
		id: Number(row['lead_id']),
		updated_at,
	}));
const status = { lead_id: '900', fields: {}, model: { status_id: 142 } };

test('the lead that sold the machine gets the date, the lead of the request its status', async () => {
	await requested();
	const job = await said();
	const { day, seconds } = await inAYear();
	const rows = await updates(job);
	expect(rows).toEqual([status, { lead_id: '1', fields: { 'Дата ТО': seconds }, model: {} }]);
	expect(await end(job, taken(rows))).toMatchObject({ changed: true, next_maintenance_date: day });
	expect(await dates()).toEqual([day]);
});

test('one lead for both is one update', async () => {
	await requested(1);
	const { seconds } = await inAYear();
	expect(await updates(await said(), { donePipelineId: 5 })).toEqual([
		{
			...{ lead_id: '1', fields: { 'Дата ТО': seconds } },
			model: { status_id: 142, pipeline_id: 5 },
		},
	]);
});

test.each([
	['no field is chosen for it', {}, { maintenanceField: '' }],
	['parts were delivered', { type: 'parts', items: [{ name: 'Патрон', price: 1 }] }, {}],
	['the machine is unknown', { machine: { serial_number: 'SN-404' } }, {}],
	['the machine is of another account', {}, { accountId: 5 }],
])('no date is written where %s', async (_why, changes, changed) => {
	await requested(900, changes);
	expect(await updates(await said(), changed)).toEqual([status]);
});

test('no date is written into a lead that was deleted', async () => {
	await exchange.rows('update amocrm_deals set deleted_at = now()');
	await requested();
	expect(await updates(await said())).toEqual([status]);
});

test("the machine keeps its date when our own write comes back, and follows a manager's later one", async () => {
	await requested();
	const job = await said();
	const { day, seconds } = await inAYear();
	const written = now();
	await end(job, taken(await updates(job), written));

	// An answer of before the write, which was on its way meanwhile.
	await soldLead({ maintenance: planned, updated_at: written - 60 });
	await exchange.follow();
	expect(await dates()).toEqual([day]);

	await soldLead({ maintenance: seconds, updated_at: written });
	await exchange.follow();
	expect(await dates()).toEqual([day]);

	await soldLead({ maintenance: planned, updated_at: written + 60 });
	await exchange.follow();
	expect(await dates()).toEqual(['2027-03-01']);
});

test("a manager's date that was read before the run ended outlives it", async () => {
	await requested();
	const job = await said();
	const rows = await updates(job);
	const written = now();
	await soldLead({ maintenance: byManager, updated_at: written + 1 });
	await exchange.follow();
	await end(job, taken(rows, written));
	await exchange.follow();
	expect(await dates()).toEqual(['2029-09-09']);
});

test("a manager's date that nobody has read yet is neither overwritten nor lost", async () => {
	await requested();
	await soldLead({ maintenance: byManager, updated_at: now() });
	const job = await said();
	const rows = await updates(job);
	expect(rows).toEqual([status]);
	expect(await end(job, taken(rows))).toMatchObject({ changed: true, next_maintenance_date: null });
	await exchange.follow();
	expect(await dates()).toEqual(['2029-09-09']);
});

test("a manager's date that came while amoCRM was down outlives the repeated call", async () => {
	await requested();
	const first = await said();
	const refused = (await updates(first)).map((row) => ({
		...row,
		error: '502',
	}));
	expect(await end(first, refused)).toMatchObject({ changed: false });
	expect(await dates()).toEqual(['2027-03-01']);
	await soldLead({ maintenance: byManager, updated_at: now() + 5 });
	await exchange.follow();
	const second = await said();
	const rows = await updates(second);
	expect(rows).toEqual([status]);
	expect(await end(second, taken(rows))).toMatchObject({ changed: true });
	expect(await dates()).toEqual(['2029-09-09']);
});

test('a repeated call counts the next maintenance from when the engineer said it first', async () => {
	await requested();
	await said();
	await exchange.rows(
		`update amocrm_site_requests set service_leased_until = now() - interval '1 minute',
			service_said_at = service_said_at - interval '3 days'`,
	);
	const { seconds } = await inAYear();
	expect(await updates(await said())).toMatchObject([
		{ lead_id: '900' },
		{ lead_id: '1', fields: { 'Дата ТО': seconds - 3 * 86_400 } },
	]);
});

test('a date that amoCRM refuses does not keep the service from being done', async () => {
	await requested();
	const job = await said();
	const { day } = await inAYear();
	const [moved, date] = taken(await updates(job));
	const answers = [moved ?? {}, { ...date, id: null, error: 'no such lead' }];
	expect(await end(job, answers)).toMatchObject({ changed: true, next_maintenance_date: day });
	expect(await exchange.row('select last_error from amocrm_site_requests')).toEqual({
		last_error: 'no such lead',
	});
	await exchange.follow();
	expect(await dates()).toEqual([day]);
});
