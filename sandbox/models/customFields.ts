import type { Data } from '../data';
import type { FieldEntry } from '../field';

/** `custom_fields_values` of an answer: null when nothing is filled, in the order of the account's fields. */
export function customFieldsValues(
	data: Data,
	/** Whose fields: `leads`, `catalogs/4521`. */
	owner: string,
	entries: readonly FieldEntry[],
): readonly unknown[] | null {
	const filled = new Map(entries.map((entry) => [entry.field_id, entry]));
	const shown = (data.fields[owner] ?? []).flatMap((field) => {
		const entry = filled.get(field.id);
		if (!entry) return [];
		return [
			{
				field_id: field.id,
				field_name: field.name,
				field_code: field.code,
				field_type: field.type,
				// A chained list alone has its parts beside each other.
				values:
					field.type === 'chained_list' ? entry.values.map(({ value }) => value) : entry.values,
			},
		];
	});
	return shown.length === 0 ? null : shown;
}
