import { fieldsByName, type CustomField, type CustomFieldValue } from '../events/customFields';
import { unixToIso } from '../events/scalar';
import { isWireObject } from './wire';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members => isWireObject(value);

/** The kinds of custom fields whose values are unix seconds; a plain number is a number. */
const dateKinds = new Set<unknown>(['birthday', 'date', 'date_time']);

/** `updated_at`, `complete_till`, `next_date`: 0 stands for none. */
const isTime = (name: string, value: unknown): value is number =>
	typeof value === 'number' && value > 0 && /_(?:at|till|date)$/.test(name);

function shown({ value, enum_id: enumId, enum_code: code }: CustomFieldValue, field: CustomField) {
	if (typeof value === 'number' && dateKinds.has(field['field_type'])) {
		return unixToIso(value) ?? value;
	}
	return value ?? code ?? enumId ?? null;
}

const isFields = (value: unknown): value is readonly CustomField[] =>
	Array.isArray(value) &&
	value.every((field) => isMembers(field) && Array.isArray(field['values']));

function simplified(name: string, value: unknown): readonly (readonly [string, unknown])[] {
	if (name === '_links') return [];
	if (name === 'custom_fields_values' && (value === null || isFields(value))) {
		return [['fields', fieldsByName(value ?? [], shown)]];
	}
	return [[name, isTime(name, value) ? (unixToIso(value) ?? value) : simplify(value)]];
}

/**
 * An answer of API v4 as people and language models read it: without links; what was embedded stands
 * beside the other members, unless one has its name already; custom fields are `fields`, by name, one
 * value or a list of them; unix seconds are ISO 8601 in UTC.
 */
export function simplify(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(simplify);
	if (!isMembers(value)) return value;
	const { _embedded: embedded, ...own } = value;
	const lifted = isMembers(embedded) ? embedded : {};
	const names = new Set(Object.keys(own));
	const entries = Object.entries(lifted).filter(([name]) => !names.has(name));
	const kept = Object.entries(lifted).filter(([name]) => names.has(name));
	return Object.fromEntries([
		...[...Object.entries(own), ...entries].flatMap(([name, member]) => simplified(name, member)),
		...(kept.length > 0 ? [['_embedded', simplify(Object.fromEntries(kept))] as const] : []),
	]);
}
