import type { AccountField } from './accountField';
import { fieldFilter } from './fieldFilter';
import { fieldsByName, mappedFields } from './fieldForms';
import { fieldsView } from './fieldsView';
import { fieldTypes } from './fieldTypes';
import { mapperFields } from './mapperField';
import type { Param } from './param';
import { additionalJson } from './params';
import { merge } from './wire';

const field = (id: number, name: string, type: string, more: Partial<AccountField> = {}) => ({
	...{ id, name, type, code: null, choices: [], isComputed: false, searchIn: null },
	...more,
});
const choices = [
	{ id: 5, value: 'Website', code: null },
	{ id: 7, value: 'Call', code: null },
];
const fields: readonly AccountField[] = [
	field(1, 'Source', 'select', { choices }),
	field(2, 'Services', 'multiselect', { choices }),
	field(3, 'Paid', 'checkbox'),
	field(4, 'Delivery', 'date'),
	field(5, 'Phone', 'multitext', { code: 'PHONE', choices }),
	field(6, 'Budget', 'monetary'),
	field(7, 'Model', 'text'),
	field(8, 'Model', 'text'),
	field(9, 'Total', 'numeric', { isComputed: true }),
	field(10, 'Address', 'smart_address'),
];
const context = { timezone: 'UTC', owner: 'leads', fields: new Map([['leads', fields]]) };
const wire = ({ convert, place }: Param, value: unknown) => place?.(convert(value, context));
const mapped = (value: unknown) => wire(mappedFields, { mappingMode: 'defineBelow', value });

describe('Fields by Name', () => {
	it('takes JSON and objects', () => {
		const expected = { custom_fields_values: [{ field_id: 1, values: [{ enum_id: 7 }] }] };
		expect(wire(fieldsByName, '{"Source": "Call"}')).toEqual(expected);
		expect(wire(fieldsByName, { Source: 'Call' })).toEqual(expected);
	});

	it('says nothing as it stands before anybody writes into it', () => {
		for (const param of [fieldsByName, additionalJson]) {
			const { default: untouched } = param.property;
			expect(() => JSON.parse(String(untouched)) as unknown).not.toThrow();
			// No fields are known: nothing may be looked up for it.
			expect(param.place?.(param.convert(untouched, { timezone: 'UTC', owner: 'leads' }))).toEqual(
				{},
			);
		}
	});

	it('refuses a field that amoCRM computes', () => {
		expect(() => wire(fieldsByName, { Total: 1 })).toThrow('Total is computed by amoCRM');
	});

	it('refuses what is no object, and a field that is named twice', () => {
		expect(() => wire(fieldsByName, '[1]')).toThrow('Fields by Name: [1] is not an object');
		expect(() => wire(fieldsByName, { PHONE: '1', Phone: '2' })).toThrow(
			'"Phone" is a field that is named twice',
		);
	});

	it('takes what a read gives by name, and means the same', () => {
		const values = [
			{ field_id: 1, field_name: 'Source', field_type: 'select', values: [{ value: 'Call' }] },
			{ field_id: 4, field_name: 'Delivery', field_type: 'date', values: [{ value: 86_400 }] },
			{ field_id: 3, field_name: 'Paid', field_type: 'checkbox', values: [{ value: false }] },
			{
				field_id: 10,
				field_name: 'Address',
				field_type: 'smart_address',
				values: [{ value: 'Moscow', enum_id: 3, enum_code: 'city' }],
			},
		];
		expect(wire(fieldsByName, fieldsView(values, 'Asia/Tokyo', new Set()))).toEqual({
			custom_fields_values: [
				{ field_id: 1, values: [{ enum_id: 7 }] },
				{ field_id: 4, values: [{ value: 86_400 }] },
				{ field_id: 3, values: [{ value: false }] },
				{ field_id: 10, values: [{ value: 'Moscow', enum_code: 'city' }] },
			],
		});
	});
});

describe("n8n's form of the fields", () => {
	it('has a column for a field of every type', () => {
		const every = fieldTypes.map(({ value }, id) => field(id, value, value));
		expect(mapperFields(every).map(({ displayName }) => displayName)).toEqual(
			fieldTypes.map(({ value }) => value),
		);
	});

	it('tells fields of one name apart where people see them, too', () => {
		const [first, second] = mapperFields([
			field(1, 'Model', 'text', { code: 'A' }),
			field(2, 'Model', 'text', { code: 'B' }),
		]);
		expect([first?.id, first?.displayName]).toEqual(['A', 'Model (1)']);
		expect([second?.id, second?.displayName]).toEqual(['B', 'Model (2)']);
	});

	it('names the choices of one label by their ids', () => {
		const twins = [3, 4].map((id) => ({ id, value: 'Other', code: null }));
		const [column] = mapperFields([field(1, 'Source', 'select', { choices: twins })]);
		expect(column?.options).toEqual([
			{ name: 'Other (3)', value: '3' },
			{ name: 'Other (4)', value: '4' },
		]);
	});

	it('has a typed column for each field that can be written, named without ids where possible', () => {
		const columns = mapperFields(fields);
		expect(columns.map(({ id, type }) => [id, type])).toEqual([
			['Source', 'options'],
			['Services', 'string'],
			['Paid', 'boolean'],
			['Delivery', 'dateTime'],
			['PHONE', 'string'],
			['Budget', 'number'],
			['Model (7)', 'string'],
			['Model (8)', 'string'],
			['Address', 'string'],
		]);
		expect(columns[0]?.options).toEqual([
			{ name: 'Website', value: 'Website' },
			{ name: 'Call', value: 'Call' },
		]);
		expect(columns.filter(({ required }) => required)).toEqual([]);
	});

	it('takes several choices as text with commas, and parts as JSON', () => {
		const several = [{ enum_id: 5 }, { enum_id: 7 }];
		for (const Services of ['Website, Call', '["Website", "Call"]', ['Website', 'Call']]) {
			expect(mapped({ Services })).toEqual({
				custom_fields_values: [{ field_id: 2, values: several }],
			});
		}
		expect(mapped({ Address: '{"city": "Moscow"}' })).toEqual({
			custom_fields_values: [{ field_id: 10, values: [{ value: 'Moscow', enum_code: 'city' }] }],
		});
	});

	it('leaves alone what nobody filled, and clears what an expression says is empty', () => {
		expect(mapped({ Source: null, PHONE: '', Paid: false })).toEqual({
			custom_fields_values: [
				{ field_code: 'PHONE', values: null },
				{ field_id: 3, values: [{ value: false }] },
			],
		});
		expect(mapped(null)).toEqual({});
		expect(mapped({ Source: null })).toEqual({});
	});
});

describe('the filter', () => {
	const filter = (...values: readonly object[]) => wire(fieldFilter, { values });

	it('sends the ids of choices, values of all else, and ranges of numbers and dates', () => {
		expect(
			filter(
				{ field: 'Source', value: ['Website', 'Call'], from: '', to: '' },
				{ field: 'Services', value: 'Call' },
				{ field: 'Paid', value: 'false' },
				{ field: 'Budget', from: 0 },
				{ field: 'Delivery', from: '1970-01-02', to: '1970-01-03' },
				{ field: 'PHONE', value: '+79990000000' },
			),
		).toEqual({
			custom_fields_values: {
				1: [5, 7],
				2: [7],
				3: [false],
				4: { from: 86_400, to: 172_800 },
				5: ['+79990000000'],
				6: { from: 0 },
			},
		});
	});

	it('takes a date as a range of itself, a computed field, and alternatives in one text', () => {
		expect(
			filter(
				{ field: 'Delivery', value: '1970-01-02' },
				{ field: 'Total', from: '5' },
				{ field: 'Services', value: 'Website, Call' },
			),
		).toEqual({
			custom_fields_values: {
				2: [5, 7],
				4: { from: 86_400, to: 86_400 },
				9: { from: '5' },
			},
		});
	});

	it.each([
		[{ field: 'Source', from: 1 }, 'neither a number nor a date'],
		[{ field: 'Source', value: '' }, 'no value to filter by'],
		// Not sent, it would give every lead of the account.
		[{ field: 'Source', value: [] }, 'no value to filter by'],
		[{ field: 'Source', value: ['', null] }, 'no value to filter by'],
		[{ field: 'Delivery', value: ['2025-01-01', '2025-01-02'] }, 'is not one value'],
		[{ field: 'Address', value: 'x' }, 'cannot filter by Address (smart_address)'],
		[{ field: '', value: 'x' }, 'the name, the code or the ID'],
		[{ field: 'Color', value: 'x' }, '"Color" is no field of leads'],
	])('refuses %j', (row, message) => {
		expect(() => filter(row)).toThrow(message);
	});

	it('refuses a field in two rows', () => {
		const row = { field: 'Source', value: 'Call' };
		expect(() => filter(row, row)).toThrow('two rows');
	});
});

it('joins the fields of several parameters; of one field the later value counts', () => {
	const of = (field_id: number, value: string) => ({ field_id, values: [{ value }] });
	expect(
		merge(
			{ custom_fields_values: [of(1, 'a'), of(2, 'b')] },
			{ custom_fields_values: [of(2, 'c'), of(3, 'd')] },
		),
	).toEqual({ custom_fields_values: [of(1, 'a'), of(2, 'c'), of(3, 'd')] });
});
