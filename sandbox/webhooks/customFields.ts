import type { Data } from '../data';
import type { EntityKind } from '../entities';
import type { Field, FieldEntry, FieldValue } from '../field';
import type { Encodable } from './encode';

const birthday = (unix: number): string => {
	const [year, month, day] = new Date(unix * 1000).toISOString().slice(0, 10).split('-');
	return `${day}.${month}.${year}`;
};

const withEnum = ({ value, enum_id }: FieldValue): Encodable => ({ value, enum: enum_id });

/** The layouts of the old API v2, which hooks still have: dates are scalars, a radiobutton is an object. */
function values(field: Field, entry: FieldEntry): Encodable {
	switch (field.type) {
		case 'date':
		case 'date_time':
			return entry.values.map(({ value }) => value);
		case 'birthday':
			return entry.values.map(({ value }) => ({ value: birthday(Number(value)) }));
		case 'radiobutton':
			return withEnum(entry.values[0] ?? { value: '' });
		case 'select':
		case 'multiselect':
		case 'multitext':
			return entry.values.map(withEnum);
		case 'smart_address':
			return entry.values.map(({ value, subtype, enum_id }) => ({
				value,
				subtype: subtype ?? enum_id,
			}));
		default:
			return entry.values.map(({ value }) => ({ value }));
	}
}

export function hookFields(
	data: Data,
	kind: EntityKind,
	entries: readonly FieldEntry[],
): readonly Encodable[] {
	const filled = new Map(entries.map((entry) => [entry.field_id, entry]));
	return data.fields[kind].flatMap((field) => {
		const entry = filled.get(field.id);
		if (!entry) return [];
		return [{ id: field.id, name: field.name, values: values(field, entry), code: field.code }];
	});
}
