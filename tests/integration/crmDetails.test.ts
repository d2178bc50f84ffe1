import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTestDatabase } from '../support/database';
import { answered, createCrm, leadDetails, type Item } from '../support/crmItems';

const folder = join(__dirname, '..', 'fixtures', 'api');

const database = useTestDatabase();
const crm = createCrm(database);

const kinds = [
	{ entity: 'lead', collection: 'leads', table: 'amocrm_deals', idColumn: 'amocrm_deal_id' },
	{
		entity: 'contact',
		collection: 'contacts',
		table: 'amocrm_contacts',
		idColumn: 'amocrm_contact_id',
	},
	{
		entity: 'company',
		collection: 'companies',
		table: 'amocrm_companies',
		idColumn: 'amocrm_company_id',
	},
] as const;

interface Body extends Item {
	readonly _embedded?: Readonly<Record<string, readonly Item[] | undefined>>;
}

/** The entities of a recorded answer: of a list, or the one that the answer is. */
function entitiesIn(file: string, collection: string): readonly Item[] {
	const body = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Body;
	return '_page' in body ? (body._embedded?.[collection] ?? []) : [body];
}

const recorded = kinds.flatMap((kind) =>
	readdirSync(folder)
		.filter((file) =>
			new RegExp(`__GET_${kind.collection}(_id|_with_contacts)?__response(_\\d+)?\\.json$`).test(
				file,
			),
		)
		.flatMap((file) =>
			entitiesIn(file, kind.collection).map((details) => ({ ...kind, file, details })),
		),
);

const instant = (seconds: unknown) => (seconds === null ? null : new Date(Number(seconds) * 1000));

const text = (value: unknown) => (value === null || value === undefined ? null : String(value));

test('the recorded answers are found', () => {
	expect(new Set(recorded.map(({ file }) => file)).size).toBe(8);
	expect(recorded.length).toBeGreaterThanOrEqual(12);
});

test.each(recorded)(
	'$file stores $entity $details.id',
	async ({ entity, details, table, idColumn }) => {
		const { id, account_id: accountId } = details as { id: number; account_id: number };
		const items = await crm.attach(await crm.receive({ entity, id, accountId }));
		await crm.store(items.map((item) => answered(item, details)));
		expect(await crm.row(`select * from ${table}`)).toMatchObject({
			account_id: String(accountId),
			[idColumn]: String(id),
			name: details['name'],
			responsible_user_id: text(details['responsible_user_id']),
			created_by: text(details['created_by']),
			created_at: instant(details['created_at']),
			updated_at: instant(details['updated_at']),
			tags: ((details as Body)._embedded?.['tags'] ?? []).map(({ name }) => name),
			deleted_at: null,
			raw: details,
			...(entity === 'lead'
				? {
						price: text(details['price']),
						status_id: text(details['status_id']),
						pipeline_id: text(details['pipeline_id']),
						closed_at: instant(details['closed_at']),
						loss_reason_id: text(details['loss_reason_id']),
					}
				: {}),
		});
		expect(await crm.row('select metadata from amocrm_webhook_events')).toEqual({ metadata: {} });
	},
);

const storeLead = (fields: readonly Item[], embedded: Item = {}) =>
	crm.run([{ id: 1 }], () => leadDetails({ custom_fields_values: fields, _embedded: embedded }));

const field = (name: string, type: string | null, ...values: readonly unknown[]): Item => ({
	field_id: 11,
	field_name: name,
	field_code: null,
	field_type: type,
	values: values.map((value) => ({ value })),
});

test('custom fields are stored by name, each type in a shape of its own', async () => {
	await storeLead([
		field('Text', 'text', 'a'),
		field('Number', 'numeric', '12.5'),
		field('Off', 'checkbox', false),
		field('Zero', 'price', 0),
		field('Choice', 'select', 'Red'),
		field('One of many', 'multiselect', 'Red'),
		field('Many', 'multiselect', 'Red', 'Blue'),
		field('Nothing', 'text'),
		field('No choice', 'multiselect'),
		field('Date', 'date', 1744750800),
		field('Birthday', 'birthday', -86400),
		field('Phone', 'multitext', '+79990000001'),
		{ ...field('Same', 'text', 'first'), field_id: 1 },
		{ ...field('Same', 'text', 'second'), field_id: 2 },
		{ field_id: 762381, values: [{ value: 'no name' }] },
		{
			...field('Address', 'smart_address'),
			values: [{ value: 'Main St', enum_id: 1, enum_code: 'address_line_1' }],
		},
		{
			...field('Chain', 'chained_list'),
			values: [{ catalog_id: 1, catalog_element_id: 2 }],
		},
		field('File', 'file', { file_uuid: 'u', file_name: 'a.pdf' }),
	]);
	expect((await crm.row('select custom_fields from amocrm_deals'))['custom_fields']).toEqual({
		Text: 'a',
		Number: '12.5',
		Off: false,
		Zero: 0,
		Choice: 'Red',
		'One of many': ['Red'],
		Many: ['Red', 'Blue'],
		Nothing: null,
		'No choice': [],
		Date: '2025-04-15T21:00:00Z',
		Birthday: '1969-12-31T00:00:00Z',
		Phone: ['+79990000001'],
		Same: 'first',
		'Same #2': 'second',
		'762381': 'no name',
		Address: [{ value: 'Main St', enum_code: 'address_line_1' }],
		Chain: [{ catalog_id: 1, catalog_element_id: 2 }],
		File: { file_uuid: 'u', file_name: 'a.pdf' },
	});
});

test('tracking fields get columns of their own', async () => {
	await storeLead([
		{ ...field('utm_source', 'tracking_data', 'google'), field_code: 'UTM_SOURCE' },
		{ ...field('utm_medium', 'tracking_data', 'cpc'), field_code: 'UTM_MEDIUM' },
		{ ...field('Campaign', 'text', 'spring'), field_code: 'UTM_CAMPAIGN' },
		field('gclid', 'tracking_data', 'abc'),
		field('Colour', 'text', 'red'),
	]);
	expect(
		await crm.row(
			'select utm_source, utm_medium, utm_campaign, utm_term, tracking from amocrm_deals',
		),
	).toEqual({
		utm_source: 'google',
		utm_medium: 'cpc',
		utm_campaign: 'spring',
		utm_term: null,
		tracking: { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring', gclid: 'abc' },
	});
});

test('a lead’s main contact comes first, and its company, tags and loss reason are kept', async () => {
	await storeLead([], {
		contacts: [
			{ id: 5, is_main: false },
			{ id: 6, is_main: true },
			{ id: 7, is_main: false },
		],
		companies: [{ id: 8 }],
		tags: [
			{ id: 1, name: 'vip' },
			{ id: 2, name: 'аренда' },
		],
		loss_reason: [{ id: 9, name: 'Дорого' }],
	});
	expect(await crm.row('select * from amocrm_deals')).toMatchObject({
		contact_ids: ['6', '5', '7'],
		main_contact_id: '6',
		company_id: '8',
		tags: ['vip', 'аренда'],
		loss_reason: 'Дорого',
	});
});

test('a contact’s numbers and addresses are lists', async () => {
	const coded = (code: string, ...values: readonly string[]) => ({
		...field(code, 'multitext', ...values),
		field_code: code,
	});
	await crm.run([{ entity: 'contact', id: 3 }], () => ({
		id: 3,
		name: 'Иван Иванов',
		first_name: 'Иван',
		last_name: '',
		updated_at: 1748268812,
		custom_fields_values: [
			coded('PHONE', '+79990000001', '89990000002'),
			coded('EMAIL', 'ivan@example.com'),
		],
		_embedded: { companies: [{ id: 8 }] },
	}));
	expect(await crm.row('select * from amocrm_contacts')).toMatchObject({
		first_name: 'Иван',
		last_name: '',
		phones: ['+79990000001', '89990000002'],
		emails: ['ivan@example.com'],
		company_id: '8',
	});
});
