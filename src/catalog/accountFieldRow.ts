import type { AccountField, FieldChoice } from './accountField';
import { isWireObject } from './wire';

const textOr = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/** `enums` of lists and of phones, `nested` of categories: both say id and value. */
const choicesOf = (list: unknown): readonly FieldChoice[] =>
	(Array.isArray(list) ? list : []).filter(isWireObject).map(({ id, value, code }) => ({
		id: Number(id),
		value: String(value),
		code: textOr(code),
	}));

/** A row of `/{owner}/custom_fields`. */
export const accountField = (row: Readonly<Record<string, unknown>>): AccountField => {
	const searchIn = row['search_in'];
	return {
		id: Number(row['id']),
		name: String(row['name']),
		code: textOr(row['code']),
		type: String(row['type']),
		choices: [...choicesOf(row['enums']), ...choicesOf(row['nested'])],
		isComputed: row['is_computed'] === true,
		searchIn: searchIn === null || searchIn === undefined ? null : String(searchIn),
	};
};
