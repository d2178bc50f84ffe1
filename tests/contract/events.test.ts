import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventNames, eventRows } from '../../src/events/catalog';
import { decode } from '../../src/events/decode';
import { normalise, type NormalisedBody } from '../../src/events/normalise';
import type { AmoEvent } from '../../src/events/types';

const folder = join(__dirname, '../fixtures/webhooks');
const fixtures = readdirSync(folder)
	.filter((file) => file.endsWith('.txt'))
	.map((file) => file.slice(0, -'.txt'.length));

const body = (fixture: string): Buffer => readFileSync(join(folder, `${fixture}.txt`));
const read = (fixture: string): NormalisedBody =>
	normalise(decode(body(fixture)), { accountId: 7 });
const events = (fixture: string): readonly AmoEvent[] => read(fixture).events;

const oddBodies: Readonly<Record<string, readonly string[]>> = {
	'synthetic-note-scalar-and-nested-conflict': [
		'contacts[note][0][note][type][message_uuid]: is a value and has members, the members count',
	],
};

describe('recorded bodies', () => {
	it('are all here', () => {
		expect(fixtures.length).toBeGreaterThanOrEqual(83);
	});

	it.each(fixtures)('%s decodes to its recorded tree', (fixture) => {
		const tree = JSON.parse(readFileSync(join(folder, `${fixture}.json`), 'utf8'));
		expect(decode(body(fixture)).value).toStrictEqual(tree);
	});

	it.each(fixtures)('%s gives events of the table, with ids, that pass their checks', (fixture) => {
		const { events: found, problems } = read(fixture);
		expect(found.length).toBeGreaterThan(0);
		for (const { event, id } of found) {
			expect(eventNames).toContain(event);
			expect(id).not.toBeNull();
		}
		expect(problems).toEqual(oddBodies[fixture] ?? []);
	});
});

describe('the event table', () => {
	const evidenced = eventRows.filter(({ evidence }) => evidence.fixture !== undefined);

	it.each(evidenced.map(({ event, evidence }) => [event, evidence.fixture ?? '']))(
		'%s comes out of %s',
		(event, fixture) => {
			expect(events(fixture).map((found) => found.event)).toContain(event);
		},
	);

	it('calls a capture only what came from a live account', () => {
		for (const { evidence } of eventRows) {
			expect(evidence.kind === 'capture').toBe(evidence.fixture?.startsWith('real-') ?? false);
		}
	});

	it('infers only what no body was found for', () => {
		const inferred = eventRows.filter(({ evidence }) => evidence.kind === 'inferred');
		expect(inferred.map(({ event }) => event)).toEqual([
			'lead.call_in',
			'lead.chat',
			'lead.site_visit',
			'customer.add',
			'customer.responsible',
			'customer.update',
			'customer.delete',
			'talk.delete',
		]);
	});
});

describe('what the bodies say', () => {
	it.each<[string, Partial<Record<keyof AmoEvent, unknown>>]>([
		[
			'real-2023-09-leads-update-old-status',
			{
				event: 'lead.update',
				id: 27754599,
				accountId: 31257294,
				occurredAt: '2023-09-23T15:28:14.000Z',
				changes: { status_id: { from: 59936198, to: 59936202 } },
				changedBy: 10004026,
			},
		],
		[
			'real-2023-03-dp-leads-status',
			{
				event: 'lead.status',
				id: 10754147,
				accountId: 30307558,
				occurredAt: null,
				changes: { status_id: { from: 54435014, to: 54423922 } },
				data: {
					id: 10754147,
					status_id: 54423922,
					pipeline_id: 6344290,
					old_status_id: 54435014,
					old_pipeline_id: 6344290,
				},
			},
		],
		['real-2025-kommo-dp-leads-add', { event: 'lead.add', id: 19030890, occurredAt: null }],
		[
			'docs-kommo-leads-responsible',
			{
				event: 'lead.responsible',
				changes: {
					status_id: { from: 67548607, to: 67548619 },
					responsible_user_id: { from: 12345673, to: 1234567 },
				},
			},
		],
		['docs-kommo-leads-delete', { event: 'lead.delete', id: 12345678, occurredAt: null }],
		[
			'docs-kommo-contacts-responsible-contact',
			{
				event: 'contact.responsible',
				changes: { responsible_user_id: { from: 11087123, to: 11940747 } },
			},
		],
		['real-2025-05-contacts-update', { event: 'contact.update', changes: {}, changedBy: 10000698 }],
		['docs-kommo-contacts-update-contact', { event: 'contact.update', changedBy: null }],
		[
			'real-2016-contacts-delete-company',
			{ event: 'company.delete', entity: 'company', id: 52379505, accountId: 7 },
		],
		[
			'docs-kommo-contacts-note-company',
			{
				event: 'note.add',
				entity: 'note',
				id: 4600623,
				parent: { entity: 'company', id: 17614267 },
				occurredAt: '2024-09-17T13:44:49.000Z',
				changedBy: 11087123,
			},
		],
		['real-2020-leads-note', { event: 'note.add', parent: { entity: 'lead', id: 22060555 } }],
		[
			'synthetic-note-scalar-and-nested-conflict',
			{ event: 'note.add', id: 60864725, parent: { entity: 'contact', id: 40700289 } },
		],
		[
			'docs-kommo-task-update-text',
			{
				event: 'task.update',
				changes: { text: { from: 'task text', to: 'task text edited' } },
				parent: { entity: 'lead', id: 14791277 },
			},
		],
		[
			'docs-kommo-task-update-responsible',
			{
				event: 'task.responsible',
				changes: { responsible_user_id: { from: 11087123, to: 11940747 } },
				changedBy: 11087123,
			},
		],
		[
			'docs-amocrm-task-update-result',
			{ event: 'task.update', id: 11122233, occurredAt: '2017-07-21T19:00:00.000Z' },
		],
		[
			'docs-kommo-unsorted-delete-accept',
			{
				event: 'unsorted.delete',
				id: 'f575b754b0d1eb1c380e53d6821ffd2820a6dfbe3822de0cfddaf266980f',
				occurredAt: null,
				parent: { entity: 'lead', id: 15258873 },
				changedBy: 11087123,
			},
		],
		[
			'real-2023-09-unsorted-add-chats',
			{ event: 'unsorted.add', parent: { entity: 'lead', id: 28455371 } },
		],
		[
			'real-2024-03-message-add-onlinechat-unsorted',
			{ event: 'message.add', parent: { entity: 'contact', id: 13311307 } },
		],
		[
			'docs-kommo-2026-message-add-unwrapped',
			{ event: 'message.add', parent: { entity: 'lead', id: 50296276 } },
		],
		['docs-amocrm-add-chat-template-review', { event: 'template.review', id: 6955 }],
		[
			'synthetic-2026-outgoing-message-add',
			{ event: 'message.outgoing', entity: 'message', changedBy: 4242, accountId: 321321 },
		],
		[
			'docs-kommo-talk-update-closed',
			{ event: 'talk.update', id: 191, parent: { entity: 'lead', id: 9276114 } },
		],
		[
			'docs-kommo-catalogs-delete',
			{ event: 'catalog_element.delete', id: 347577, parent: { entity: 'catalog', id: 32908 } },
		],
		[
			'docs-amocrm-dp-customers-period',
			{ event: 'customer.period', changes: { period_id: { from: 16203334, to: 16203337 } } },
		],
		['docs-amocrm-dp-leads-mail-in', { event: 'lead.mail_in', id: 4921027 }],
	])('%s', (fixture, expected) => {
		const found = events(fixture);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject(expected);
		if (expected.changes) expect(found[0]?.changes).toEqual(expected.changes);
	});

	it('real-2018-leads-status-tags-date-cf has typed custom fields', () => {
		const [event] = events('real-2018-leads-status-tags-date-cf');
		expect(event?.data['tags']).toEqual([{ id: 80147, name: 'повторное обращение' }]);
		expect(event?.data['fields']).toMatchObject({
			Источник: 'Сайт',
			'Дата проведения': '2018-11-13T00:00:00.000Z',
			'Заявка оплачена': '1',
		});
		expect(event?.data['custom_fields_values']).toContainEqual({
			field_id: 66339,
			field_name: 'Источник',
			field_code: null,
			values: [{ value: 'Сайт', enum_id: 139517 }],
		});
	});

	it('docs-kommo-contacts-add-contact has a radiobutton and a phone as text', () => {
		const [event] = events('docs-kommo-contacts-add-contact');
		expect(event?.data['fields']).toEqual({
			Phone: '15550100002',
			Email: 'user2@example.com',
			Birthday: '12.01.1980',
			Bio: 'Text',
			'Any radiobutton': '2',
		});
	});

	it('real-2018-contacts-update-company-links has its links as ids', () => {
		const [event] = events('real-2018-contacts-update-company-links');
		expect(event?.data['linked_leads_id']).toEqual([9982719, 9982767, 9982773, 9990367]);
		expect(event?.data['linked_company_id']).toBe(22797025);
	});

	it('real-2016-leads-responsible-emptyprice has no budget, real-2024-01-leads-update-tags-noname has 0', () => {
		expect(events('real-2016-leads-responsible-emptyprice')[0]?.data['price']).toBeNull();
		expect(events('real-2024-01-leads-update-tags-noname')[0]?.data['price']).toBe(0);
		expect(events('real-2023-09-leads-update-emptyname')[0]?.data).not.toHaveProperty('price');
	});

	it('synthetic-multi-entity is two events', () => {
		expect(events('synthetic-multi-entity').map(({ id, data }) => [id, data['name']])).toEqual([
			[101, 'A'],
			[102, 'Б & В'],
		]);
	});
});
