import { findWritable } from './accountField';
import { knownKey } from './customFields';
import type { WireContext } from './param';

export const matchFieldLabel = 'Match Field Name, Code or ID';

/**
 * The field that makes two entities the same: its id, or the code of one that every account has. A name
 * and any other code are looked up, for new entities have the field by its id, and only ids are filtered
 * by. Throws a FieldLookupError that names the fields there are.
 */
export function fieldToMatch(given: string, context: WireContext): string {
	const name = given.trim();
	if (name === '') throw new Error(`${matchFieldLabel} is empty`);
	const key = knownKey(name) ?? { field_id: findWritable(matchFieldLabel, name, context).id };
	return String(key['field_id'] ?? key['field_code']);
}
