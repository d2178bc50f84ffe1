import { type Row } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { contactDetails, createExchange, exchangeSettings, wonLead } from '../support/exchange';

/** The engineer says that a job is done: amoCRM is told once, the machine is due again later. */
const database = useTestDatabase();
const exchange = createExchange(database);

const request_id = 'request-0001';
const settings = JSON.stringify(exchangeSettings);

/** A request of the site, with its lead in amoCRM or before. */
async function requested({ isInAmoCrm = true, changes = {} } = {}): Promise<void> {
	const request = await exchange.accept({
		request_id,
		type: 'service',
		contact: { phone: '+79990000700' },
		machine: { serial_number: 'sn-1' },
		...changes,
	});
	if (!isInAmoCrm) return;
	await exchange.rows('select amocrm_request_note($1, $2, 900)', [request['id'], request['lease']]);
	await exchange.rows('select amocrm_complete_request($1, $2)', [request['id'], request['lease']]);
}

const done = (body: unknown = { request_id, engineer: 'Пётр' }) =>
	exchange.row('select * from amocrm_accept_service_done($1::jsonb)', [JSON.stringify(body)]);
const end = (job: Row, error?: string) => {
	const answer = error === undefined ? { id: 900, updated_at: 1 } : { error };
	return exchange.value<Readonly<Record<string, unknown>> | null>(
		'amocrm_end_service_done($1, $2, $3::jsonb, $4::jsonb)',
		[
			job['id'],
			job['lease'],
			settings,
			JSON.stringify({ updates: [{ lead_id: 900 }], answers: [answer] }),
		],
	);
};

test('it is told once, whoever repeats it, and the machine is due in a year', async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await exchange.register();
	await exchange.rows(`update machine_instances set next_maintenance_date = '2020-01-01'`);
	await requested();

	const jobs = await Promise.all(Array.from({ length: 6 }, () => done()));
	const outcomes = jobs.map(({ outcome }) => outcome).sort();
	expect(outcomes).toEqual([...Array(5).fill('busy'), 'claimed']);
	const job = jobs.find(({ outcome }) => outcome === 'claimed') ?? {};
	expect(job['lead_id']).toBe('900');
	const { day } = await exchange.row(
		`select ((now() at time zone 'Europe/Moscow') + interval '12 months')::date::text as day`,
	);
	expect(await end(job)).toEqual({
		...{ request_id, lead_id: 900, changed: true, next_maintenance_date: day },
	});
	expect(await exchange.machines()).toMatchObject([{ next_maintenance_date: day }]);
	expect(await done()).toMatchObject({
		outcome: 'repeated',
		answer: { lead_id: 900, changed: false },
	});
	expect(await exchange.rows('select service_done_by from amocrm_site_requests')).toEqual([
		{ service_done_by: 'Пётр' },
	]);
});

test('parts that were delivered move no maintenance date', async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await exchange.register();
	await exchange.rows(`update machine_instances set next_maintenance_date = '2020-01-01'`);
	await requested({ changes: { type: 'parts', items: [{ name: 'Патрон', price: 1 }] } });
	expect(await end(await done())).toMatchObject({ changed: true, next_maintenance_date: null });
	expect(await exchange.machines()).toMatchObject([{ next_maintenance_date: '2020-01-01' }]);
});

test('what amoCRM did not take can be said again and moves no date', async () => {
	await requested();
	const job = await done();
	expect(await end(job, '502')).toMatchObject({ changed: false });
	expect(await end(job)).toBeNull();
	expect(await done()).toMatchObject({ outcome: 'claimed' });
});

test('an item that the node did not send is no success', async () => {
	await requested();
	const job = await done();
	const update = { lead_id: 900, fields: {}, model: { status_id: 142 } };
	const unsent = JSON.stringify({ updates: [update], answers: [update] });
	expect(
		await exchange.value('amocrm_end_service_done($1, $2, $3::jsonb, $4::jsonb)', [
			...[job['id'], job['lease'], settings, unsent],
		]),
	).toMatchObject({ changed: false });
});

test.each([
	['nobody sent', { request_id: 'request-9999' }, 'unknown'],
	['has no number', { engineer: 'Пётр' }, 'invalid'],
	['is no object', 'request-0001', 'invalid'],
	['names an engineer who is no text', { request_id, engineer: {} }, 'invalid'],
])('a job that %s is refused', async (_what, body, outcome) => {
	await requested();
	expect(await done(body)).toMatchObject({ outcome, lease: null });
});

test('a job that amoCRM does not have yet waits', async () => {
	await requested({ isInAmoCrm: false });
	expect(await done()).toMatchObject({ outcome: 'busy' });
});
