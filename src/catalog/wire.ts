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

/** Objects are joined member by member; everything else of `later` wins. */
export function merge(earlier: WireObject, later: WireObject): WireObject {
	const joined: Record<string, WireValue> = { ...earlier };
	for (const [name, value] of Object.entries(later)) {
		const before = joined[name];
		joined[name] =
			before !== undefined && isWireObject(before) && isWireObject(value)
				? merge(before, value)
				: value;
	}
	return joined;
}

/** `responsibleUserId` in the editor, `responsible_user_id` on the wire. */
export const snakeCase = (name: string): string =>
	name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
