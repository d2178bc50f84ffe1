import type { AccountField } from './accountField';
import { fieldTypes } from './fieldTypes';
import { fieldValues } from './fieldValues';

const field = (type: string, more: Partial<AccountField> = {}): AccountField => ({
	id: 771,
	name: 'Field',
	code: null,
	type,
	choices: [],
	isComputed: false,
	searchIn: null,
	...more,
});

const choices = [
	{ id: 5, value: 'Website', code: 'site' },
	{ id: 7, value: 'Call, incoming', code: null },
	{ id: 9, value: '5', code: null },
];
const context = { timezone: 'Europe/Moscow', owner: 'leads' };
const values = (type: string, given: unknown, more: Partial<AccountField> = {}) =>
	fieldValues('Fields', field(type, { choices, ...more }), given, context);

const chained = { catalog_id: 4521, catalog_element_id: 12 };
const company = { name: 'Example', vat_id: '1' };
const item = { description: 'Desk', unit_price: 100, quantity: 1 };

const fitting: ReadonlyArray<readonly [string, unknown, unknown]> = [
	['text', 15, [{ value: '15' }]],
	['textarea', 'A\nB', [{ value: 'A\nB' }]],
	['url', 'https://example.test', [{ value: 'https://example.test' }]],
	['streetaddress', 'Main Street, 1', [{ value: 'Main Street, 1' }]],
	['tracking_data', 'ads', [{ value: 'ads' }]],
	['org_legal_name', 'Example', [{ value: 'Example' }]],
	['numeric', 0, [{ value: 0 }]],
	['numeric', ' 12345678901234567890.5 ', [{ value: '12345678901234567890.5' }]],
	['price', '-1.50', [{ value: '-1.50' }]],
	['monetary', 9.99, [{ value: 9.99 }]],
	['checkbox', false, [{ value: false }]],
	['checkbox', 'True', [{ value: true }]],
	['checkbox', 0, [{ value: false }]],
	['date', '2025-02-01', [{ value: 1_738_357_200 }]],
	['date_time', new Date(1_738_400_400_000), [{ value: 1_738_400_400 }]],
	['date_time', { toMillis: () => 1_738_400_400_500 }, [{ value: 1_738_400_400 }]],
	['birthday', '1950-01-01T00:00:00Z', [{ value: -631_152_000 }]],
	['select', 'Website', [{ enum_id: 5 }]],
	['radiobutton', ' website ', [{ enum_id: 5 }]],
	['select', 'site', [{ enum_id: 5 }]],
	['select', 7, [{ enum_id: 7 }]],
	// A label that looks like the id of another choice.
	['select', '5', [{ enum_id: 9 }]],
	['category', 'Website', [{ enum_id: 5 }]],
	['multiselect', ['Website', 7], [{ enum_id: 5 }, { enum_id: 7 }]],
	['multiselect', 'Website, 5', [{ enum_id: 5 }, { enum_id: 9 }]],
	['multiselect', '["Website", 7]', [{ enum_id: 5 }, { enum_id: 7 }]],
	['multiselect', 'Call, incoming', [{ enum_id: 7 }]],
	['multitext', '+79990000000', [{ value: '+79990000000' }]],
	['multitext', ['a', 'b'], [{ value: 'a' }, { value: 'b' }]],
	[
		'multitext',
		{ WORK: '1', MOB: ['2', '3'], FAX: '' },
		[
			{ value: '1', enum_code: 'WORK' },
			{ value: '2', enum_code: 'MOB' },
			{ value: '3', enum_code: 'MOB' },
		],
	],
	['smart_address', { city: 'Moscow' }, [{ value: 'Moscow', enum_code: 'city' }]],
	['smart_address', '{"zip": "101000"}', [{ value: '101000', enum_code: 'zip' }]],
	['text', '[1]', [{ value: '[1]' }]],
	['smart_address', 'Main 1', [{ value: 'Main 1', enum_code: 'address_line_1' }]],
	['legal_entity', company, [{ value: company }]],
	['legal_entity', 'Example', [{ value: { name: 'Example' } }]],
	['items', [item, item], [{ value: item }, { value: item }]],
	['chained_list', [chained], [chained]],
	['file', 'f-1', [{ value: { file_uuid: 'f-1' } }]],
	['payer', company, [{ value: company }]],
	['supplier', 12, [{ value: { entity_id: 12 } }]],
];

describe('a value of a field', () => {
	it.each(fitting)('%s: %j', (type, given, expected) => {
		expect(values(type, given)).toEqual(expected);
	});

	it.each([
		['contacts', { entity_id: 12, entity_type: 'contacts' }],
		['4521', { entity_id: 12, entity_type: 'catalog_elements', catalog_id: 4521 }],
	])('linked_entity in %s gets what kind of entity it is', (searchIn, value) => {
		expect(values('linked_entity', '12', { searchIn })).toEqual([{ value }]);
		const full = { name: 'A', entity_id: 1, entity_type: 'catalog_elements', catalog_id: 4521 };
		expect(values('linked_entity', full, { searchIn })).toEqual([{ value: full }]);
	});

	it('is converted by a rule that stands above, whatever the type', () => {
		const shown = new Set([...fitting.map(([type]) => type), 'linked_entity']);
		expect(fieldTypes.filter(({ value }) => !shown.has(value))).toEqual([]);
	});

	it.each(['select', 'date', 'multitext', 'legal_entity', 'items'])(
		'%s in the form of the API goes as it is',
		(type) => {
			expect(values(type, { value: 'x', enum_id: 1 })).toEqual([{ value: 'x', enum_id: 1 }]);
		},
	);

	it.each(['', null, undefined, [], ['', null]])('%j clears the field', (given) => {
		expect(values('text', given)).toBeNull();
	});
});

describe('a value that does not fit', () => {
	it.each([
		['numeric', '12,5', 'a number'],
		['numeric', NaN, 'a number'],
		['checkbox', 'maybe', 'true or false'],
		['date', 'soon', 'a date'],
		['text', { a: 1 }, 'text'],
		['items', 'Desk', 'an object'],
		['chained_list', 12, 'an element of a catalog'],
		['supplier', 'Example', 'an ID'],
		['linked_entity', 12, 'enough'],
		['select', true, 'the label'],
		['select', ['Website', 7], 'one value'],
	])('%s: %j is not %3$s', (type, given, wanted) => {
		expect(() => values(type, given)).toThrow(
			expect.objectContaining({ message: expect.stringMatching(`^Fields: Field: .*${wanted}`) }),
		);
	});

	it('is told the choices that there are', () => {
		expect(() => values('select', 'Web')).toThrow(
			expect.objectContaining({
				message: 'Fields: Field: "Web" is no choice of the field. Did you mean "Website"?',
				hint: 'There are "Website", "Call, incoming", "5"',
			}),
		);
		const twins = [1, 2].map((id) => ({ id, value: 'Other', code: null }));
		expect(() => values('category', 'Other', { choices: twins })).toThrow(
			expect.objectContaining({ hint: 'Use one of the IDs 1, 2' }),
		);
		expect(values('category', '2', { choices: twins })).toEqual([{ enum_id: 2 }]);
	});
});
