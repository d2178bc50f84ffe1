import type { INodeProperties } from 'n8n-workflow';
import { findWritable } from './accountField';
import { keyOfField, placeFields } from './customFields';
import { fieldValues } from './fieldValues';
import { dependingOn } from './locator';
import { invalid, type Param, type WireContext } from './param';
import { jsonObject } from './params';
import { isWireObject, type WireValue } from './wire';

/** `{Источник: 'Сайт'}` -> `custom_fields_values`. */
function toWire(
	label: string,
	fields: Readonly<Record<string, unknown>>,
	context: WireContext,
): WireValue {
	const named = new Set<number>();
	return Object.entries(fields).map(([name, value]) => {
		const field = findWritable(label, name, context);
		if (named.has(field.id)) {
			throw new Error(`${label}: ${JSON.stringify(name)} is a field that is named twice`);
		}
		named.add(field.id);
		return { ...keyOfField(field), values: fieldValues(label, field, value, context) };
	});
}

const byName = jsonObject(
	'Fields by Name',
	'An object of custom fields by name, code or ID, such as {"Source": "Website", "Paid": true}, as Custom Fields of a read gives it; an empty value clears the field',
);

export const fieldsByName: Param = {
	...byName,
	convert: (value, context) => {
		const given = byName.convert(value, context);
		if (isWireObject(given)) return toWire(byName.label, given, context);
		throw invalid(byName.label, given, 'an object');
	},
	place: placeFields,
};

const mappedLabel = 'Account Fields';

const mapper: NonNullable<INodeProperties['typeOptions']> = {
	...dependingOn(['resource', 'operation', 'catalogId']),
	resourceMapper: {
		resourceMapperMethod: 'getWritableFields',
		mode: 'add',
		// Else the form is called Values to Send.
		valuesLabel: mappedLabel,
		fieldWords: { singular: 'field', plural: 'fields' },
		// Else every field is added, and with it the empty values that clear it.
		addAllFields: false,
		supportAutoMap: false,
		noFieldsError: 'There are no custom fields here that can be written',
	},
};

/** n8n's form with the fields of the account; its columns are named as `portableName` says. */
export const mappedFields: Param = {
	label: mappedLabel,
	doc: 'Custom fields of the account with their types; a field that has no value is left as it is',
	isRequired: false,
	property: {
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: mapper,
	},
	convert: (given, context) => {
		const value = isWireObject(given) ? (given['value'] ?? {}) : given;
		if (!isWireObject(value)) throw invalid(mappedLabel, given, 'a set of fields');
		// What nobody filled, or emptied again, is null in n8n; an expression that gives '' clears the field.
		const filled = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
		return toWire(mappedLabel, Object.fromEntries(filled), context);
	},
	place: placeFields,
};
