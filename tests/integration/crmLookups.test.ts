import { useTestDatabase } from '../support/database';
import { createCrm, isLookedUp, leadDetails, type Item } from '../support/crmItems';

/** What the shipped workflow asks amoCRM for, and how its nodes' answers find the way back to the events. */
const database = useTestDatabase();
const crm = createCrm(database);

const plan = async (items: readonly unknown[]) =>
	(await crm.row('select * from amocrm_plan_lookups($1::jsonb)', [JSON.stringify(items)])) as {
		readonly items: readonly Item[];
		readonly leads: readonly number[];
		readonly contacts: readonly number[];
		readonly companies: readonly number[];
	};

const attachAnswers = async (items: readonly unknown[], answers: unknown) =>
	(
		await crm.row('select amocrm_attach_answers($1::jsonb, $2::jsonb) as items', [
			JSON.stringify(items),
			JSON.stringify(answers),
		])
	)['items'] as readonly Item[];

test('each id is asked for once, by kind; an event that needs no answer asks for nobody', async () => {
	const events = [
		{ id: 7, event: 'lead.add' },
		{ id: 7, event: 'lead.status' },
		{ id: 5, event: 'lead.delete' },
		{ id: 8, entity: 'contact', event: 'contact.update' },
		{ id: 9, entity: 'company', event: 'company.add' },
		{ id: 1, entity: 'note', event: 'note.add', parent: { entity: 'lead', id: 11 } },
	] as const;
	const items = await crm.receive(...events);
	const planned = await plan(items);
	expect(planned).toMatchObject({ leads: [7, 11], contacts: [8], companies: [9] });
	expect(planned.items).toEqual(await sameMoment(items, planned.items));
});

/** As `amocrm_attach_fresh_details` gives them, at the time of the other call. */
const sameMoment = async (items: readonly Item[], others: readonly Item[]) =>
	(await crm.attach(items)).map((item, index) =>
		isLookedUp(item) ? { ...item, askedAt: others[index]?.['askedAt'] } : item,
	);

test('without items there is one row that asks for nobody', async () => {
	expect(await plan([])).toEqual({ items: [], leads: [], contacts: [], companies: [] });
});

test('an answer goes to every event of its subject, and to no other kind with the same id', async () => {
	const { items } = await plan(
		await crm.receive(
			{ id: 7, event: 'lead.add' },
			{ id: 7, event: 'lead.status' },
			{ id: 7, entity: 'contact', event: 'contact.update' },
			{ id: 8, event: 'lead.add' },
			{ id: 9, event: 'lead.delete' },
		),
	);
	const answered = await attachAnswers(items, {
		leads: [leadDetails({ id: 7 }), { id: 8, found: false }],
		contacts: [{}],
	});
	expect(answered).toEqual([
		{ ...items[0], found: true, details: leadDetails({ id: 7 }) },
		{ ...items[1], found: true, details: leadDetails({ id: 7 }) },
		items[2],
		{ ...items[3], found: false, details: null },
		items[4],
	]);
});

test.each([[{}], [null], [7], [{ leads: {} }], [{ leads: [null, 1, 'x', []] }]])(
	'answers of another shape (%j) leave the items as they are',
	async (answers) => {
		const { items } = await plan(await crm.receive({ id: 7, event: 'lead.add' }));
		expect(await attachAnswers(items, answers)).toEqual(items);
		expect(await attachAnswers([7, null, 'x', {}], answers)).toEqual([7, null, 'x', {}]);
	},
);

test('an event without an answer says nothing about its lead', async () => {
	const { items } = await plan(await crm.receive({ id: 7, event: 'lead.add' }));
	await crm.store(await attachAnswers(items, { leads: [] }));
	expect(await crm.rows('select * from amocrm_deals')).toEqual([]);
});
