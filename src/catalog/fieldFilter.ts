import { fieldName, findField, type AccountField } from './accountField';
import { dateTypes, numberTypes, oneChoiceTypes, textTypes } from './fieldKinds';
import { fieldValues, isNothing } from './fieldValues';
import { invalid, type Param, type WireContext } from './param';
import { rowsForm, rowsOf } from './rowsForm';
import { merge, type WireObject, type WireValue } from './wire';

const label = 'Custom Fields';

interface Row {
	readonly field?: unknown;
	readonly value?: unknown;
	readonly from?: unknown;
	readonly to?: unknown;
}

const rangeTypes: ReadonlySet<string> = new Set([...dateTypes, ...numberTypes]);
const valueTypes: ReadonlySet<string> = new Set([
	...oneChoiceTypes,
	...rangeTypes,
	...textTypes,
	'checkbox',
	'multiselect',
]);

/** Several values of a row are alternatives. */
const wanted = (
	field: AccountField,
	value: unknown,
	context: WireContext,
): readonly WireValue[] => {
	const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
	return list
		.flatMap((one) => fieldValues(label, field, one, context) ?? [])
		.map((one) => one['enum_id'] ?? one['value'] ?? null);
};

function range(field: AccountField, { from, to }: Row, context: WireContext): WireObject {
	const bound = (name: string, value: unknown): WireObject => {
		if (isNothing(value)) return {};
		const [one, ...others] = wanted(field, value, context);
		if (one !== undefined && others.length === 0) return { [name]: one };
		throw invalid(`${label}: ${field.name}`, value, 'one value');
	};
	return { ...bound('from', from), ...bound('to', to) };
}

function test(row: Row, context: WireContext): WireObject {
	const field = findField(label, fieldName(label, row.field), context);
	const hasRange = !isNothing(row.from) || !isNothing(row.to);
	if (hasRange) {
		if (!rangeTypes.has(field.type)) {
			throw new Error(
				`${label}: ${field.name} is neither a number nor a date: it has no From and To`,
			);
		}
		return { [field.id]: range(field, row, context) };
	}
	if (!valueTypes.has(field.type))
		throw new Error(`${label}: the node cannot filter by ${field.name} (${field.type})`);
	const values = wanted(field, row.value, context);
	// An empty list, too: without a value the filter would not be sent, and all rows would come.
	if (values.length === 0) throw new Error(`${label}: ${field.name} has no value to filter by`);
	// amoCRM documents ranges of dates only; one that ends where it begins is the date itself.
	if (dateTypes.has(field.type)) {
		return { [field.id]: range(field, { from: row.value, to: row.value }, context) };
	}
	return { [field.id]: values };
}

const text = (displayName: string, name: string, description: string, placeholder = '') => ({
	displayName,
	name,
	type: 'string' as const,
	default: '',
	description,
	...(placeholder ? { placeholder } : {}),
});

/** `filter[custom_fields_values][752015][]=461001`; several fields must all fit. */
export const fieldFilter: Param = {
	label,
	doc: 'Only those whose custom fields have these values; several fields must all fit',
	isRequired: false,
	property: rowsForm('Field', [
		text('Field Name, Code or ID', 'field', 'Which field', 'e.g. Delivery Date'),
		text('From', 'from', 'Of a number or a date: at least this'),
		text('To', 'to', 'Of a number or a date: at most this'),
		text(
			'Value',
			'value',
			'What the field has: text, the label of a choice, true or false; from an expression a list of alternatives',
		),
	]),
	convert: (value, context) => {
		const rows = rowsOf(label, value, 'a list of fields') ?? [];
		const tests = (rows as readonly Row[]).map((row) => test(row, context));
		const ids = tests.flatMap((one) => Object.keys(one));
		const twice = ids.find((id, i) => ids.indexOf(id) !== i);
		if (twice)
			throw new Error(`${label}: a field stands in two rows; give a list of values instead`);
		return tests.reduce(merge, {});
	},
	place: (tests) => ({ custom_fields_values: tests }),
};
