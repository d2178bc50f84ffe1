import { fieldName, findWritable, type AccountField } from './accountField';
import { fieldValues, isNothing } from './fieldValues';
import type { Param, WireContext } from './param';
import { rowsForm, rowsOf } from './rowsForm';
import { isWireObject, type WireObject, type WireValue } from './wire';

const label = 'Custom Fields';

/** Without any field nothing is said. */
export const placeFields = (fields: WireValue): WireObject =>
	Array.isArray(fields) && fields.length === 0 ? {} : { custom_fields_values: fields };

interface Row {
	readonly field?: unknown;
	readonly value?: unknown;
	readonly enumCode?: unknown;
}

/** Fields that every account has, by codes that are the same everywhere. */
const systemCodes = new Set(['ADDRESS', 'EMAIL', 'IM', 'PHONE', 'POSITION', 'WEB']);

export const isSystemCode = (name: string): boolean => systemCodes.has(name);

/** One key for one field, however it was named: else it would be sent twice. */
export const keyOfField = ({ id, code }: AccountField): WireObject =>
	code !== null && isSystemCode(code) ? { field_code: code } : { field_id: id };

/** What needs no knowledge of the account: an id, or the code of a field that every account has. */
function knownKey(name: string): WireObject | null {
	if (/^\d+$/.test(name)) return { field_id: Number(name) };
	return isSystemCode(name) ? { field_code: name } : null;
}

/** An object is a value in the form of the API (`{enum_id: 5}`); anything else is wrapped. */
function entry(value: unknown, enumCode: unknown): WireObject {
	const code = typeof enumCode === 'string' && enumCode !== '' ? { enum_code: enumCode } : {};
	return isWireObject(value) ? { ...value, ...code } : { value: value as WireValue, ...code };
}

const listOf = (value: unknown): readonly unknown[] =>
	(Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter((one) => !isNothing(one));

const asText = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

interface Written {
	readonly key: WireObject;
	/** Of a field that was looked up; without it the values go as they are. */
	readonly field?: AccountField;
	readonly given: unknown[];
}

function keyOf(row: Row, context: WireContext): Omit<Written, 'given'> {
	const name = fieldName(label, row.field);
	const key = knownKey(name);
	if (key) return { key };
	const field = findWritable(label, name, context);
	return { key: keyOfField(field), field };
}

/** Rows of one field are its values, in order; a field without any value is cleared. */
function toWire(rows: readonly Row[], context: WireContext): WireValue {
	const fields = new Map<string, Written>();
	for (const row of rows) {
		const { key, field } = keyOf(row, context);
		const name = JSON.stringify(key);
		const known = fields.get(name) ?? { key, given: [], ...(field ? { field } : {}) };
		const given = listOf(row.value);
		const isCoded = !isNothing(row.enumCode);
		// Fields that every account has are texts, and spreadsheets give phones as numbers.
		const texts = 'field_code' in key ? given.map(asText) : given;
		known.given.push(
			...(field && !isCoded ? given : texts.map((value) => entry(value, row.enumCode))),
		);
		fields.set(name, known);
	}
	return [...fields.values()].map(({ key, field, given }) => {
		const values = field ? fieldValues(label, field, given, context) : (given as WireObject[]);
		return { ...key, values: values && values.length > 0 ? values : null };
	});
}

/**
 * `custom_fields_values` of API v4. A field by name, or by a code of the account, is looked up
 * and its value converted; one by id goes as it is, with no request.
 */
export const customFields: Param = {
	label,
	doc: 'Values of custom fields by name, code or ID; several rows of one field are its several values, an empty value clears the field',
	isRequired: false,
	property: rowsForm('Field', [
		{
			displayName: 'Field Name, Code or ID',
			name: 'field',
			type: 'string',
			default: '',
			placeholder: 'e.g. Delivery Date',
			description:
				'Name of the field, its code such as PHONE or EMAIL, or its ID; by name, values are what people see',
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
				'Text, the label of a choice, a date, or from an expression a number, true or false, a list of values, or an object of the API such as {enum_id: 5}',
		},
	]),
	convert: (value, context) => {
		const rows = rowsOf(label, value, 'a list of fields');
		return rows ? toWire(rows as readonly Row[], context) : [];
	},
	place: placeFields,
};
