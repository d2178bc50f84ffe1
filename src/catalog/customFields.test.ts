import type { AccountField } from './accountField';
import { customFields } from './customFields';
import { FieldLookupError } from './fieldLookUp';

const wire = (values: readonly object[]) =>
	customFields.place?.(customFields.convert({ values }, { timezone: 'UTC' }));

it('names a field by its id or by its code', () => {
	expect(
		wire([
			{ field: '771', value: 'A' },
			{ field: 772, value: 'B' },
			{ field: 'PHONE', value: '+79990000000', enumCode: 'WORK' },
		]),
	).toEqual({
		custom_fields_values: [
			{ field_id: 771, values: [{ value: 'A' }] },
			{ field_id: 772, values: [{ value: 'B' }] },
			{ field_code: 'PHONE', values: [{ value: '+79990000000', enum_code: 'WORK' }] },
		],
	});
});

it('sends a phone as text that a spreadsheet gives as a number', () => {
	expect(wire([{ field: 'PHONE', value: [79990000000, { value: 5, enum_code: 'MOB' }] }])).toEqual({
		custom_fields_values: [
			{ field_code: 'PHONE', values: [{ value: '79990000000' }, { value: 5, enum_code: 'MOB' }] },
		],
	});
});

it('joins the rows of one field, and the entries of a list', () => {
	expect(
		wire([
			{ field: 'EMAIL', value: 'a@example.test' },
			{ field: 'EMAIL', value: ['b@example.test', 'c@example.test'] },
		]),
	).toEqual({
		custom_fields_values: [
			{
				field_code: 'EMAIL',
				values: [
					{ value: 'a@example.test' },
					{ value: 'b@example.test' },
					{ value: 'c@example.test' },
				],
			},
		],
	});
});

it('keeps 0 and false, takes an object as it is and clears a field with an empty value', () => {
	expect(
		wire([
			{ field: '1', value: 0 },
			{ field: '2', value: false },
			{ field: '3', value: { enum_id: 9 } },
			{ field: '4', value: '' },
		]),
	).toEqual({
		custom_fields_values: [
			{ field_id: 1, values: [{ value: 0 }] },
			{ field_id: 2, values: [{ value: false }] },
			{ field_id: 3, values: [{ enum_id: 9 }] },
			{ field_id: 4, values: null },
		],
	});
});

it('sends nothing without rows', () => {
	expect(wire([])).toEqual({});
	expect(customFields.place?.(customFields.convert({}, { timezone: 'UTC' }))).toEqual({});
});

it('says when a row names no field', () => {
	expect(() => wire([{ field: ' ', value: 'x' }])).toThrow(/^Custom Fields: /);
});

it('looks up what is neither an id nor a code that every account has', () => {
	const context = { timezone: 'UTC', owner: 'leads' };
	const convert = (field: string, fields?: readonly AccountField[]) =>
		customFields.convert(
			{ values: [{ field, value: 'Call' }] },
			{ ...context, ...(fields ? { fields: new Map([['leads', fields]]) } : {}) },
		);
	for (const field of ['771', ...['PHONE', 'EMAIL', 'POSITION', 'WEB', 'ADDRESS', 'IM']]) {
		expect(convert(field)).toMatchObject([{ values: [{ value: 'Call' }] }]);
	}
	expect(() => convert('Source')).toThrow(FieldLookupError);
	const choices = [{ id: 5, value: 'Call', code: null }];
	const source = { id: 1, name: 'Source', code: 'SRC', type: 'select', choices };
	const fields = [{ ...source, isComputed: false, searchIn: null }];
	expect(convert('Source', fields)).toEqual([{ field_id: 1, values: [{ enum_id: 5 }] }]);
	expect(convert('SRC', fields)).toEqual(convert('Source', fields));
});
