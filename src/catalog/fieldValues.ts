import type { AccountField } from './accountField';
import { converterOf } from './fieldConverters';
import { severalTypes } from './fieldKinds';
import { invalid, type WireContext } from './param';
import { isWireObject, type WireObject, type WireValue } from './wire';

/** Types whose value may be several. */
const several: ReadonlySet<string> = new Set([...severalTypes, 'smart_address']);

const wireNames = ['value', 'enum_id', 'enum_code'] as const;

/** A value in the form of the API goes as it is; that of a chained list has no `value`. */
const isWireForm = ({ type }: AccountField, value: unknown): value is WireObject =>
	isWireObject(value) &&
	(type === 'chained_list'
		? 'catalog_element_id' in value
		: wireNames.some((name) => name in value));

export const isNothing = (value: unknown): boolean =>
	value === '' || value === null || value === undefined;

/** `{WORK: '+7…', MOB: ['+7…']}` of a phone, `{city: 'Moscow'}` of an address. */
function byCode(value: WireObject): readonly WireObject[] {
	return Object.entries(value).flatMap(([enum_code, own]) =>
		(Array.isArray(own) ? (own as readonly WireValue[]) : [own])
			.filter((one) => !isNothing(one))
			.map((one) => ({ value: String(one), enum_code })),
	);
}

/** The labels in a text, which may have commas of their own. */
function labels(field: AccountField, value: unknown): readonly unknown[] {
	if (typeof value !== 'string' || field.type !== 'multiselect') return [value];
	const isOne = field.choices.some((one) => one.value.trim() === value.trim());
	return isOne ? [value] : value.split(',').map((one) => one.trim());
}

/** Types whose value has parts, which n8n's form of the fields gives as JSON text. */
const composed = new Set([
	...several,
	'file',
	'legal_entity',
	'linked_entity',
	'payer',
	'supplier',
]);

function fromJson({ type }: AccountField, value: unknown): unknown {
	if (typeof value !== 'string' || !composed.has(type) || !/^\s*[[{]/.test(value)) return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		// A label may begin with a bracket, too.
		return value;
	}
}

/**
 * `values` of a field from what n8n has for it: labels of choices, n8n's dates, numbers, lists; null
 * clears the field. Throws an Error that begins with the label and names the field.
 */
export function fieldValues(
	label: string,
	field: AccountField,
	given: unknown,
	context: WireContext,
): readonly WireObject[] | null {
	const convert = converterOf(field);
	const list = (Array.isArray(given) ? (given as readonly unknown[]) : [given])
		.flatMap((value) => fromJson(field, value))
		.flatMap((value) => labels(field, value))
		.filter((value) => !isNothing(value));
	if (list.length > 1 && !several.has(field.type)) {
		throw invalid(`${label}: ${field.name}`, given, 'one value');
	}
	const values = list.flatMap((value) => {
		if (isWireForm(field, value)) return [value];
		const isByCode = field.type === 'multitext' || field.type === 'smart_address';
		if (isByCode && isWireObject(value)) return byCode(value);
		return [convert(label, field, value, context)];
	});
	return values.length > 0 ? values : null;
}
