import { findWritable } from './accountField';
import { isSystemCode } from './customFields';
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
 * The field that makes two entities the same: its id, or the code of one that every account has. Any
 * other field is looked up, by its id too: its type says whether anything can be matched by it, and only
 * ids are filtered by. Throws a FieldLookupError that names the fields there are, and an Error for a
 * field whose values are no text.
 */
export function fieldToMatch(given: string, context: WireContext): string {
	const name = given.trim();
	if (name === '') throw new Error(`${matchFieldLabel} is empty`);
	return isSystemCode(name) ? name : String(lookedUp(name, context));
}
