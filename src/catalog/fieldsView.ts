import { ambiguousIds, ownFields, type AccountField } from './accountField';
import { dateTypes, numberTypes, severalTypes } from './fieldKinds';
import { isoTime } from './instant';
import type { Param, WireContext } from './param';
import { options } from './params';
import { isWireObject, type WireObject } from './wire';

function shown(type: unknown, entry: WireObject, timezone: string): unknown {
	const { value } = entry;
	if (type === 'chained_list') return entry;
	if (dateTypes.has(String(type)) && typeof value === 'number') return isoTime(value, timezone);
	if (numberTypes.has(String(type)) && typeof value === 'string') {
		const number = Number(value);
		// More digits than a number keeps stay text.
		return value !== '' && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
	}
	return value ?? entry['enum_code'] ?? entry['enum_id'] ?? null;
}

function view({ field_type: type, values }: WireObject, timezone: string): unknown {
	const entries = (Array.isArray(values) ? (values as readonly unknown[]) : []).filter(
		isWireObject,
	);
	if (type === 'smart_address') {
		return Object.fromEntries(
			entries.map(({ enum_code, enum_id, value }) => [String(enum_code ?? enum_id), value]),
		);
	}
	const all = entries.map((entry) => shown(type, entry, timezone));
	// Lists even when they hold one value: an expression must not break with the second phone.
	return severalTypes.has(String(type)) || all.length > 1 ? all : (all[0] ?? null);
}

/**
 * `custom_fields_values` as `{Источник: 'Сайт', Услуги: ['Монтаж']}`: labels, numbers, true and false,
 * dates as ISO text in the zone. A field of the `ambiguous` ids is `Name (id)` in every row, whether or
 * not the row has its namesake. Written back as Fields by Name it changes nothing, except that phones
 * lose their kinds; what amoCRM computes cannot be written back.
 */
export function fieldsView(
	values: unknown,
	timezone: string,
	ambiguous: ReadonlySet<number>,
): Readonly<Record<string, unknown>> {
	const fields = new Map<string, unknown>();
	for (const field of Array.isArray(values) ? (values as readonly unknown[]) : []) {
		if (!isWireObject(field)) continue;
		const id = field['field_id'];
		const name = String(field['field_name'] ?? field['field_code'] ?? id);
		// A field that was made since the account's were read may be another namesake.
		const isShared = ambiguous.has(Number(id)) || fields.has(name);
		fields.set(isShared ? `${name} (${String(id)})` : name, view(field, timezone));
	}
	return Object.fromEntries(fields);
}

export const customFieldsAs: Param = options(
	'Custom Fields',
	'How the rows have their custom fields',
	[
		{ name: 'As in the API', value: 'raw', description: 'The member custom_fields_values' },
		{ name: 'Both', value: 'both', description: 'Fields beside custom_fields_values' },
		{
			name: 'By Name',
			value: 'byName',
			description: 'The member fields, an object by the names of the fields',
		},
	],
	'both',
);

type Row = Readonly<Record<string, unknown>>;

/** Once for the fields of an account, not for each of its rows. */
const ambiguous = new WeakMap<readonly AccountField[], ReadonlySet<number>>();

function ambiguousOf(context: WireContext): ReadonlySet<number> {
	const { known } = ownFields(customFieldsAs.label, context);
	const ids = ambiguous.get(known) ?? ambiguousIds(known);
	ambiguous.set(known, ids);
	return ids;
}

/**
 * The row in the chosen form; what has no custom fields stays as it is. Throws a FieldLookupError where
 * names are wanted and the account's fields were not read.
 */
export function withFields(row: object, as: unknown, context: WireContext): object {
	if ((as !== 'byName' && as !== 'both') || !('custom_fields_values' in row)) return row;
	const { custom_fields_values: values, ...rest } = row as Row;
	const fields = fieldsView(values, context.timezone, ambiguousOf(context));
	return as === 'both' ? { ...row, fields } : { ...rest, fields };
}
