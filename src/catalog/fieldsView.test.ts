import { fieldsView, withFields } from './fieldsView';
import type { WireObject } from './wire';

const zone = 'Europe/Moscow';
const shown = (field_type: string, values: readonly WireObject[]) =>
	fieldsView([{ field_id: 1, field_name: 'F', field_code: null, field_type, values }], zone)['F'];

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
	['legal_entity', [{ value: company }], company],
	['items', [{ value: company }], [company]],
	['chained_list', [chained], [chained]],
	['text', [], null],
])('%s: %j', (type, values, expected) => {
	expect(shown(type, values)).toEqual(expected);
});

it('names the second field of a name with its id', () => {
	const field = (field_id: number) => ({
		field_id,
		field_name: 'Model',
		field_type: 'text',
		values: [{ value: String(field_id) }],
	});
	expect(fieldsView([field(1), field(2)], zone)).toEqual({ Model: '1', 'Model (2)': '2' });
});

it('puts the fields beside the raw form, in its place, or leaves the row as it is', () => {
	const row = { id: 1, custom_fields_values: null };
	expect(withFields(row, 'both', zone)).toEqual({ ...row, fields: {} });
	expect(withFields(row, 'byName', zone)).toEqual({ id: 1, fields: {} });
	expect(withFields(row, 'raw', zone)).toBe(row);
	expect(withFields(row, undefined, zone)).toBe(row);
	const bare = { id: 1 };
	expect(withFields(bare, 'both', zone)).toBe(bare);
});
