import { useTestDatabase } from '../support/database';
import { answered, createCrm, leadDetails, testAccount } from '../support/crmItems';

const database = useTestDatabase();
const crm = createCrm(database);

const deal = () => crm.row('select * from amocrm_deals');
const isDeleted = async () => (await deal())['deleted_at'] !== null;
const unknown = () => null;
const lead = () => leadDetails();
const bare = { id: 1, occurredAt: null, data: { id: 1, status_id: 143, pipeline_id: 5 } };

describe('deletion', () => {
	test('a lead is marked deleted, and the mark goes when it is restored', async () => {
		await crm.run([{ id: 1 }], lead);
		await crm.run([{ ...bare, event: 'lead.delete' }], unknown);
		expect(await isDeleted()).toBe(true);
		expect(await deal()).toMatchObject({ name: 'Lead', price: '100' });
		await crm.run([{ ...bare, event: 'lead.restore' }], lead);
		expect(await isDeleted()).toBe(false);
		await crm.run([{ ...bare, event: 'lead.delete' }], unknown);
		expect(await isDeleted()).toBe(true);
	});

	test('a lead that was never seen before gets a row', async () => {
		await crm.run([{ ...bare, event: 'lead.delete' }], unknown);
		expect(await deal()).toMatchObject({
			amocrm_deal_id: '1',
			account_id: String(testAccount),
			status_label: 'unsuccessful',
			pipeline_id: '5',
			raw: null,
		});
		expect(await isDeleted()).toBe(true);
	});

	test('an update with details of a deleted lead keeps it deleted', async () => {
		await crm.run([{ ...bare, event: 'lead.delete' }], unknown);
		const before = (await deal())['deleted_at'];
		await crm.run([{ id: 1 }], () => leadDetails({ is_deleted: true, name: 'Gone' }));
		expect(await deal()).toMatchObject({ deleted_at: before, name: 'Gone' });
	});

	test('an answer that was asked for before the deletion does not bring the lead back', async () => {
		const [update] = await crm.attach(await crm.receive({ id: 1 }));
		await crm.run([{ ...bare, event: 'lead.delete' }], unknown);
		await crm.store([answered(update ?? {}, lead())]);
		expect(await isDeleted()).toBe(true);
	});

	test('an answer that was asked for after the deletion and shows the lead brings it back', async () => {
		await crm.run([{ id: 1 }], lead);
		await crm.run([{ ...bare, event: 'lead.delete' }], unknown);
		await crm.run([{ id: 1, data: { later: true } }], lead);
		expect(await isDeleted()).toBe(false);
	});

	test('details alone say that a lead is deleted', async () => {
		await crm.run([{ id: 1 }], () => leadDetails({ is_deleted: true }));
		expect(await deal()).toMatchObject({ deleted_at: new Date(1748268812 * 1000) });
	});

	test('a delete event that is replayed after the restore changes nothing', async () => {
		const deletion = await crm.attach(await crm.receive({ ...bare, event: 'lead.delete' }));
		await crm.store(deletion);
		await crm.run([{ ...bare, event: 'lead.restore' }], lead);
		await crm.store(deletion);
		expect(await isDeleted()).toBe(false);
	});

	test('in one call the last event of an entity counts', async () => {
		await crm.run([{ id: 1 }], lead);
		const [deletion, restore, last] = await crm.receive(
			{ ...bare, event: 'lead.delete' },
			{ ...bare, event: 'lead.restore' },
			{ ...bare, event: 'lead.delete', data: { again: true } },
		);
		await crm.store([restore, deletion]);
		expect(await isDeleted()).toBe(false);
		await crm.store([last, restore]);
		expect(await isDeleted()).toBe(true);
	});

	test.each([
		['contact', 'amocrm_contacts', 'amocrm_contact_id'],
		['company', 'amocrm_companies', 'amocrm_company_id'],
	])('a %s is deleted and restored like a lead', async (entity, table, column) => {
		const details = () => ({ id: 4, name: 'X', updated_at: 1748268812, account_id: testAccount });
		const deletedAt = async () =>
			(await crm.row(`select deleted_at from ${table} where ${column} = '4'`))['deleted_at'];
		const event = { entity, id: 4, occurredAt: null };
		await crm.run([{ ...event, event: `${entity}.add` }], details);
		await crm.run([{ ...event, event: `${entity}.delete` }], unknown);
		expect(await deletedAt()).not.toBeNull();
		await crm.run([{ ...event, event: `${entity}.restore` }], details);
		expect(await deletedAt()).toBeNull();
	});

	test('two runs that update and delete each other’s leads take turns', async () => {
		const ids = Array.from({ length: 40 }, (_, index) => index + 1);
		const updates = await crm.attach(await crm.receive(...ids.map((id) => ({ id }))));
		const deletions = await crm.receive(
			...ids.map((id) => ({ ...bare, id, event: 'lead.delete' })),
		);
		const runs = Array.from({ length: 6 }, (_, run) => [
			...updates
				.filter((_, index) => index % 2 === run % 2)
				.map((item) =>
					answered(item, leadDetails({ id: item['id'], updated_at: 1748270000 + run })),
				),
			...deletions.filter((_, index) => index % 2 !== run % 2),
		]);
		await Promise.all(runs.map((items) => crm.store(items)));
		expect(
			await crm.row('select count(*)::int as n from amocrm_deals where deleted_at is not null'),
		).toEqual({ n: 40 });
	});

	test('a lead of another account stays', async () => {
		await crm.run([{ id: 1 }], lead);
		await crm.run([{ ...bare, event: 'lead.delete', accountId: 777 }], unknown);
		expect(
			await crm.row('select deleted_at from amocrm_deals where account_id = $1', [testAccount]),
		).toEqual({ deleted_at: null });
	});
});

describe('an id that amoCRM does not know', () => {
	test('is marked in the event, and no row is made', async () => {
		const [item] = await crm.run([{ id: 99999999 }], unknown);
		expect(item).toMatchObject({ details: null, found: false });
		expect(await crm.row('select metadata from amocrm_webhook_events')).toEqual({
			metadata: { not_found: true },
		});
		expect(await crm.rows('select 1 from amocrm_deals')).toEqual([]);
	});

	test('is not marked in a row that a later question found', async () => {
		const [early] = await crm.attach(await crm.receive({ id: 1 }));
		await crm.run([{ id: 1, data: { n: 2 } }], lead);
		await crm.store([answered(early ?? {}, null)]);
		expect((await deal())['metadata']).toEqual({});
	});

	test('is marked in the row of the lead too, until amoCRM knows it again', async () => {
		await crm.run([{ id: 1 }], lead);
		await crm.run([{ id: 1, data: { n: 2 } }], unknown);
		expect(await deal()).toMatchObject({ name: 'Lead', metadata: { not_found: true } });
		const [item] = await crm.attach(await crm.receive({ id: 1, data: { n: 2 } }));
		expect(item).toMatchObject({ lookup: 'lead' });
		await crm.run([{ id: 1, data: { n: 3 } }], lead);
		expect((await deal())['metadata']).toEqual({});
	});
});
