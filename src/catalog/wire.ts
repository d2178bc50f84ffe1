/** What a request carries, before it becomes a query string or JSON. `null` is a value: it clears a field. */
export type WireValue =
	| string
	| number
	| boolean
	| null
	| readonly WireValue[]
	| { readonly [name: string]: WireValue };

export type WireObject = { readonly [name: string]: WireValue };

export const isWireObject = (value: unknown): value is WireObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const keyOf = (field: WireValue): unknown =>
	isWireObject(field) ? (field['field_id'] ?? field['field_code']) : undefined;

/** Several parameters write custom fields; of two that name the same field the later one wins. */
function joinFields(
	earlier: readonly WireValue[],
	later: readonly WireValue[],
): readonly WireValue[] {
	const replaced = new Set(later.map(keyOf));
	return [...earlier.filter((field) => !replaced.has(keyOf(field))), ...later];
}

function joinValues(name: string, earlier: WireValue | undefined, later: WireValue): WireValue {
	if (earlier === undefined) return later;
	if (isWireObject(earlier) && isWireObject(later)) return merge(earlier, later);
	const isFields = name === 'custom_fields_values';
	return isFields && Array.isArray(earlier) && Array.isArray(later)
		? joinFields(earlier as readonly WireValue[], later as readonly WireValue[])
		: later;
}

/** Objects are joined member by member, custom fields one by one; everything else of `later` wins. */
export function merge(earlier: WireObject, later: WireObject): WireObject {
	const joined: Record<string, WireValue> = { ...earlier };
	for (const [name, value] of Object.entries(later)) {
		joined[name] = joinValues(name, joined[name], value);
	}
	return joined;
}

/** `responsibleUserId` in the editor, `responsible_user_id` on the wire. */
export const snakeCase = (name: string): string =>
	name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
