import { useTestDatabase } from '../support/database';
import { answered, createCrm, leadDetails, testAccount } from '../support/crmItems';

const database = useTestDatabase();
const crm = createCrm(database);

const deal = () => crm.row('select * from amocrm_deals');
const unknown = () => null;
const lead = () => leadDetails();

describe('notes', () => {
	const note = (id: number, leadId = 1) => ({
		event: 'note.add',
		entity: 'note',
		id,
		parent: { entity: 'lead', id: leadId },
		data: {
			text: `Note ${id}`,
			note_type: 4,
			created_by: 7,
			created_at: '2025-05-26T14:13:32.000Z',
		},
	});

	test('are counted once each, also when an event comes again after the dedupe window', async () => {
		await crm.run([note(1), note(2)], lead);
		const [again] = await crm.attach(await crm.receive({ ...note(2), occurredAt: null }));
		await crm.store([answered(again ?? {}, lead())]);
		expect(await deal()).toMatchObject({ notes_count: 2 });
		expect(
			await crm.row(
				`select body, note_type, created_by, created_at from amocrm_deal_notes where amocrm_note_id = '1'`,
			),
		).toEqual({
			body: 'Note 1',
			note_type: '4',
			created_by: '7',
			created_at: new Date('2025-05-26T14:13:32Z'),
		});
	});

	test('stay counted when the events are purged', async () => {
		await crm.run([note(1), note(2)], lead);
		await database.pool.query('delete from amocrm_webhook_events');
		await crm.run([note(3)], lead);
		expect(await deal()).toMatchObject({ notes_count: 3 });
	});

	test('never count less than before', async () => {
		await crm.run([note(1)], lead);
		await database.pool.query('update amocrm_deals set notes_count = 10');
		await crm.run([note(2)], lead);
		expect(await deal()).toMatchObject({ notes_count: 10 });
	});

	test('of a lead that is stored later are counted then', async () => {
		await crm.run([note(1)], unknown);
		await crm.run([{ id: 1 }], lead);
		expect(await deal()).toMatchObject({ notes_count: 1 });
	});

	test('of another lead, of a contact and of another account do not count', async () => {
		await crm.run([note(1), note(2, 2)], ({ subject }) =>
			leadDetails({ id: (subject as { id: number }).id }),
		);
		await crm.run([{ ...note(3), parent: { entity: 'contact', id: 1 } }], unknown);
		await crm.run([{ ...note(4), accountId: 777 }], unknown);
		expect(
			await crm.rows('select amocrm_deal_id as id, notes_count as n from amocrm_deals order by 1'),
		).toEqual([
			{ id: '1', n: 1 },
			{ id: '2', n: 1 },
		]);
	});
});

describe('moves from stage to stage', () => {
	const moves = () =>
		crm.rows('select * from amocrm_deal_status_changes order by changed_at, event_id');
	const move = (event: string, from: number | null, to: number) => ({
		event,
		id: 1,
		changedBy: 7,
		changes: { status_id: { from, to } },
		data: { status_id: to, pipeline_id: 5 },
	});

	test('are recorded once, however often they are told', async () => {
		const events = [move('lead.update', 1, 142), move('lead.status', 1, 142)];
		const items = await crm.attach(await crm.receive(...events));
		await crm.store(items);
		await crm.store(items);
		expect(await moves()).toMatchObject([
			{
				account_id: String(testAccount),
				amocrm_deal_id: '1',
				from_pipeline_id: null,
				from_status_id: '1',
				to_pipeline_id: '5',
				to_status_id: '142',
				changed_at: new Date('2025-05-26T14:13:32Z'),
				changed_by: '7',
			},
		]);
	});

	test('there and back are two', async () => {
		await crm.run([move('lead.status', 1, 2)], unknown);
		await crm.run(
			[{ ...move('lead.status', 2, 1), occurredAt: '2025-05-26T14:13:33.000Z' }],
			unknown,
		);
		expect(await moves()).toHaveLength(2);
	});

	test('between pipelines that keep the stage are recorded', async () => {
		await crm.run(
			[
				{
					id: 1,
					changes: { pipeline_id: { from: 5, to: 6 } },
					data: { status_id: 142, pipeline_id: 6 },
				},
			],
			unknown,
		);
		expect(await moves()).toMatchObject([
			{ from_pipeline_id: '5', to_pipeline_id: '6', from_status_id: '142', to_status_id: '142' },
		]);
	});

	test('a status event without the stage before is recorded with what it says', async () => {
		await crm.run([{ event: 'lead.status', id: 1, data: { status_id: 142 } }], unknown);
		expect(await moves()).toMatchObject([{ from_status_id: null, to_status_id: '142' }]);
	});

	test('events that move nothing are not recorded', async () => {
		await crm.run([{ id: 1, data: { status_id: 1 } }], unknown);
		await crm.run([move('lead.status', 1, 1)], unknown);
		await crm.run([{ ...move('task.update', 1, 2), entity: 'task' }], unknown);
		expect(await moves()).toEqual([]);
	});
});
