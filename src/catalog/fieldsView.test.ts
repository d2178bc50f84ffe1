import { findField, type AccountField } from './accountField';
import { FieldLookupError } from './fieldLookUp';
import { fieldsView, withFields } from './fieldsView';
import type { WireObject } from './wire';

const zone = 'Europe/Moscow';
const none: ReadonlySet<number> = new Set();
const shown = (field_type: string, values: readonly WireObject[]) =>
	fieldsView([{ field_id: 1, field_name: 'F', field_code: null, field_type, values }], zone, none)[
		'F'
	];

const company = { name: 'Example', vat_id: '1' };
const chained = { catalog_id: 4521, catalog_element_id: 12 };

it.each([
	['text', [{ value: '007' }], '007'],
	['numeric', [{ value: '12.50' }], 12.5],
	['price', [{ value: '0' }], 0],
	['numeric', [{ value: '12345678901234567890' }], '12345678901234567890'],
	['monetary', [{ value: '' }], ''],
	['checkbox', [{ value: false }], false],
	['date', [{ value: 1_738_357_200 }], '2025-02-01T00:00:00+03:00'],
	['birthday', [{ value: -631_152_000 }], '1950-01-01T03:00:00+03:00'],
	['select', [{ value: 'Website', enum_id: 5, enum_code: null }], 'Website'],
	['multiselect', [{ value: 'A', enum_id: 1 }], ['A']],
	['multitext', [{ value: '+7', enum_id: 1, enum_code: 'WORK' }], ['+7']],
	[
		'smart_address',
		[
			{ value: 'Moscow', enum_id: 3, enum_code: 'city' },
			{ value: 'RU', enum_id: 6, enum_code: null },
		],
		{ city: 'Moscow', 6: 'RU' },
	],
	['textarea', [{ value: 'A\nB' }], 'A\nB'],
	['url', [{ value: 'https://example.test' }], 'https://example.test'],
	['streetaddress', [{ value: 'Main Street, 1' }], 'Main Street, 1'],
	['tracking_data', [{ value: 'ads' }], 'ads'],
	['date_time', [{ value: 1_738_400_400 }], '2025-02-01T12:00:00+03:00'],
	['radiobutton', [{ value: 'Card', enum_id: 5, enum_code: 'card' }], 'Card'],
	['category', [{ value: 'Lathes', enum_id: 5, enum_code: null }], 'Lathes'],
	['legal_entity', [{ value: company }], company],
	['payer', [{ value: company }], company],
	['supplier', [{ value: { entity_id: 12 } }], { entity_id: 12 }],
	['linked_entity', [{ value: { entity_id: 12 } }], { entity_id: 12 }],
	['file', [{ value: { file_uuid: 'f-1' } }], { file_uuid: 'f-1' }],
	['items', [{ value: company }], [company]],
	['chained_list', [chained], [chained]],
	['text', [], null],
])('%s: %j', (type, values, expected) => {
	expect(shown(type, values)).toEqual(expected);
});

const named = (field_id: number) => ({
	field_id,
	field_name: 'Model',
	field_type: 'text',
	values: [{ value: String(field_id) }],
});

it('names a field with its id when another of the account has its name, filled or not', () => {
	expect(fieldsView([named(8)], zone, new Set([7, 8]))).toEqual({ 'Model (8)': '8' });
	expect(fieldsView([named(7), named(8)], zone, new Set([7, 8]))).toEqual({
		'Model (7)': '7',
		'Model (8)': '8',
	});
});

it('loses no value of a namesake that the known fields do not have yet', () => {
	expect(fieldsView([named(1), named(2)], zone, none)).toEqual({ Model: '1', 'Model (2)': '2' });
});

const field = (id: number, name: string, code: string | null = null): AccountField => ({
	...{ id, name, code, type: 'text', choices: [], isComputed: false, searchIn: null },
});
const context = (...fields: AccountField[]) => ({
	timezone: zone,
	owner: 'leads',
	fields: new Map([['leads', fields]]),
});

it('puts the fields beside the raw form, in its place, or leaves the row as it is', () => {
	const row = { id: 1, custom_fields_values: null };
	const account = context();
	expect(withFields(row, 'both', account)).toEqual({ ...row, fields: {} });
	expect(withFields(row, 'byName', account)).toEqual({ id: 1, fields: {} });
	expect(withFields(row, 'raw', account)).toBe(row);
	expect(withFields(row, undefined, account)).toBe(row);
	const bare = { id: 1 };
	expect(withFields(bare, 'both', account)).toBe(bare);
});

it('gives names that find the same field again', () => {
	const account = context(
		field(7, 'Model'),
		field(8, 'Model'),
		field(9, 'SRC'),
		field(10, 'S', 'SRC'),
	);
	const row = (...values: object[]) => ({ custom_fields_values: values });
	const source = { ...named(9), field_name: 'SRC' };
	const shownAs = withFields(row(named(8), source), 'byName', account);
	expect(shownAs).toEqual({ fields: { 'Model (8)': '8', 'SRC (9)': '9' } });
	const found = ['Model (8)', 'SRC (9)'].map((name) => findField('Fields', name, account).id);
	expect(found).toEqual([8, 9]);
});

it('asks for the fields of the account only when names are wanted', () => {
	const unread = { timezone: zone, owner: 'leads' };
	const row = { custom_fields_values: null };
	expect(() => withFields(row, 'byName', unread)).toThrow(FieldLookupError);
	expect(withFields(row, 'raw', unread)).toBe(row);
});
