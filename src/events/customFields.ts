import { toInteger, unixToIso } from './scalar';
import type { WireObject, WireValue } from './types';

/** A value as API v4 has it; `value` is text, unix seconds for a date, an object for items and the like. */
export interface CustomFieldValue {
	readonly value?: unknown;
	readonly enum_id?: number | string | null;
	readonly enum_code?: string;
	readonly [member: string]: unknown;
}

/** A custom field as API v4 has it. Webhooks do not say `field_type`. */
export interface CustomField {
	readonly field_id: number | string | null;
	readonly field_name: string | null;
	readonly field_code: string | null;
	readonly values: readonly CustomFieldValue[];
	readonly [member: string]: unknown;
}

/** 1973-03-03 to 2100: below it a number may be a count, and phones of eleven digits are above. */
const firstDate = 100_000_000;
const lastDate = 4_102_444_800;

const isText = (value: WireValue | undefined): value is string => typeof value === 'string';

/** A bare scalar is how dates are sent; bodies of 2014 sent every value so, hence the range. */
function bareValue(text: string): CustomFieldValue {
	const number = toInteger(text);
	const isDate = number !== null && (number < 0 || (number >= firstDate && number <= lastDate));
	return { value: isDate ? number : text };
}

const itemNumbers = ['quantity', 'total_sum', 'unit_price', 'vat_rate_id'] as const;

/** An item of an invoice, a legal entity, a file: numbers only where API v4 has them. */
function nestedValue(value: WireValue): unknown {
	if (typeof value === 'string' || Array.isArray(value)) return value;
	const numbers = itemNumbers
		.map((name) => [name, value[name]] as const)
		.filter((entry): entry is [(typeof itemNumbers)[number], string] => isText(entry[1]))
		.map(([name, text]) => [name, /^\d{1,12}(\.\d{1,3})?$/.test(text) ? Number(text) : text]);
	return { ...value, ...Object.fromEntries(numbers) };
}

function objectValue({ enum: enumId, subtype, value, ...rest }: WireObject): CustomFieldValue {
	const id = isText(enumId) ? enumId : isText(subtype) ? subtype : undefined;
	const number = id === undefined ? null : toInteger(id);
	return {
		...(value === undefined ? {} : { value: nestedValue(value) }),
		...(number !== null ? { enum_id: number } : {}),
		// Smart addresses name their lines: by number, or by code such as `city`.
		...(number === null && id !== undefined ? { enum_code: id } : {}),
		...rest,
	};
}

const fieldValue = (value: WireValue): CustomFieldValue => {
	if (typeof value === 'string') return bareValue(value);
	return Array.isArray(value) ? { value } : objectValue(value);
};

function fieldValues(values: WireValue | undefined): readonly CustomFieldValue[] {
	if (values === undefined) return [];
	if (typeof values === 'string') return [bareValue(values)];
	if (Array.isArray(values)) return values.map(fieldValue);
	// A radiobutton is one value without an index; members by number are values with a gap.
	const isSingle = 'value' in values || 'enum' in values;
	return isSingle ? [objectValue(values)] : Object.values(values).map(fieldValue);
}

function customField(field: WireValue): CustomField {
	if (typeof field === 'string' || Array.isArray(field)) {
		return { field_id: null, field_name: null, field_code: null, values: [{ value: field }] };
	}
	const { id, name, code, values, ...rest } = field;
	return {
		...rest,
		field_id: isText(id) ? (toInteger(id) ?? id) : null,
		field_name: isText(name) ? name : null,
		field_code: isText(code) ? code : null,
		values: fieldValues(values),
	};
}

/** `custom_fields` of a webhook in the shape of API v4's `custom_fields_values`. */
export function customFields(fields: WireValue): readonly CustomField[] {
	if (typeof fields === 'string') return fields === '' ? [] : [customField(fields)];
	return Object.values(fields).map(customField);
}

/** What a person wants to read: the text, dates as ISO. */
const shown = ({ value, enum_id: enumId, enum_code: code }: CustomFieldValue): unknown => {
	if (typeof value === 'number') return unixToIso(value) ?? value;
	return value ?? code ?? enumId ?? null;
};

/**
 * The view by name: `{Телефон: '+7…', Тип: ['a', 'b']}`, one value or a list of them. A field without
 * a name goes by its code or id; of two with one name the second is `Name (id)`.
 */
export function fieldsByName(fields: readonly CustomField[]): Readonly<Record<string, unknown>> {
	const view = new Map<string, unknown>();
	for (const field of fields) {
		const name = field.field_name ?? field.field_code ?? String(field.field_id ?? '');
		const key = view.has(name) ? `${name} (${field.field_id})` : name;
		const [first, ...others] = field.values.map(shown);
		view.set(key, others.length > 0 ? [first, ...others] : (first ?? null));
	}
	return Object.fromEntries(view);
}
