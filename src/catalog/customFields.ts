import { invalid, type Param } from './param';
import { isWireObject, type WireObject, type WireValue } from './wire';

const label = 'Custom Fields';

interface Row {
	readonly field?: unknown;
	readonly value?: unknown;
	readonly enumCode?: unknown;
}

/** Digits are the id of the field, everything else its code (`PHONE`, `EMAIL`, `POSITION`). */
function fieldKey(field: unknown): WireObject {
	if (typeof field === 'number' && Number.isSafeInteger(field)) return { field_id: field };
	if (typeof field !== 'string' || field.trim() === '') {
		throw invalid(label, field, 'the id or the code of a field');
	}
	const name = field.trim();
	return /^\d+$/.test(name) ? { field_id: Number(name) } : { field_code: name };
}

/** An object is a value in the form of the API (`{enum_id: 5}`); anything else is wrapped. */
function entry(value: unknown, enumCode: unknown): WireObject {
	const code = typeof enumCode === 'string' && enumCode !== '' ? { enum_code: enumCode } : {};
	return isWireObject(value) ? { ...value, ...code } : { value: value as WireValue, ...code };
}

const isNothing = (value: unknown): boolean =>
	value === '' || value === null || value === undefined;

function values(row: Row): readonly WireObject[] {
	const given = Array.isArray(row.value) ? row.value : [row.value];
	return given.filter((value) => !isNothing(value)).map((value) => entry(value, row.enumCode));
}

/** Rows of one field are its values, in order; a field without any value is cleared. */
function toWire(rows: readonly Row[]): WireValue {
	const fields = new Map<string, { readonly key: WireObject; readonly values: WireObject[] }>();
	for (const row of rows) {
		const key = fieldKey(row.field);
		const name = JSON.stringify(key);
		const known = fields.get(name) ?? { key, values: [] };
		known.values.push(...values(row));
		fields.set(name, known);
	}
	return [...fields.values()].map((field) => ({
		...field.key,
		values: field.values.length > 0 ? field.values : null,
	}));
}

/** `custom_fields_values` of API v4, by field id or code. */
export const customFields: Param = {
	label,
	doc: 'Values of custom fields; several rows of one field are its several values, an empty value clears the field',
	isRequired: false,
	property: {
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Field',
		typeOptions: { multipleValues: true },
		options: [
			{
				displayName: 'Field',
				name: 'values',
				values: [
					{
						displayName: 'Field ID or Code',
						name: 'field',
						type: 'string',
						default: '',
						placeholder: 'e.g. PHONE',
						description: 'Number of the field, or its code such as PHONE, EMAIL or POSITION',
					},
					{
						displayName: 'Kind',
						name: 'enumCode',
						type: 'string',
						default: '',
						placeholder: 'e.g. WORK',
						description: 'Code of the kind of phone or email, such as WORK, MOB or PRIV',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description:
							'Text, or from an expression a number, true or false, a list of values, or an object of the API such as {enum_id: 5}',
					},
				],
			},
		],
	},
	convert: (value) => {
		const rows = Array.isArray(value) ? value : (value as { values?: unknown } | null)?.values;
		if (rows === undefined) return [];
		if (Array.isArray(rows)) return toWire(rows as readonly Row[]);
		throw invalid(label, value, 'a list of fields');
	},
	place: (value) =>
		Array.isArray(value) && value.length === 0 ? {} : { custom_fields_values: value },
};
