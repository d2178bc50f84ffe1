import { findWritable } from './accountField';
import { knownKey } from './customFields';
import { numberTypes, textTypes } from './fieldKinds';
import type { WireContext } from './param';

export const matchFieldLabel = 'Match Field Name, Code or ID';

/** Their values are compared as text, which a date, a list of several or an object is not. */
const comparable: ReadonlySet<string> = new Set([
	...numberTypes,
	...textTypes,
	'radiobutton',
	'select',
]);

function lookedUp(name: string, context: WireContext): number {
	const { id, name: own, type } = findWritable(matchFieldLabel, name, context);
	if (comparable.has(type)) return id;
	// Never found again, the entity would be created by each run.
	throw new Error(`${matchFieldLabel}: nothing can be matched by ${own}, a field of type ${type}`);
}

/**
 * The field that makes two entities the same: its id, or the code of one that every account has. A name
 * and any other code are looked up, for new entities have the field by its id, and only ids are filtered
 * by. Throws a FieldLookupError that names the fields there
 * are, and an Error for a field whose values are no text.
 */
export function fieldToMatch(given: string, context: WireContext): string {
	const name = given.trim();
	if (name === '') throw new Error(`${matchFieldLabel} is empty`);
	const key = knownKey(name) ?? { field_id: lookedUp(name, context) };
	return String(key['field_id'] ?? key['field_code']);
}
