/** PostgreSQL's own parser of JSON ends at about 6,500 levels; no amoCRM body has more than ten. */
const deepest = 200;

/** Text and jsonb take neither NUL nor half a surrogate pair. */
const unstorable = /[\0\p{Surrogate}]/gu;

export interface Storable<T> {
	readonly value: T;
	/** What had to be changed; empty when `value` is the original. */
	readonly notes: readonly string[];
}

const replacedNote = 'NUL characters or lone surrogates were replaced by U+FFFD';
const cutNote = `what lies deeper than ${deepest} levels was left out`;

const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

export const storableText = (text: string): string =>
	isStorableText(text) ? text : text.replace(unstorable, '\uFFFD');

/** Looks without copying: of a million bodies hardly one has anything to change. */
function isStorable(value: unknown, depth: number): boolean {
	if (typeof value === 'string') return isStorableText(value);
	if (typeof value !== 'object' || value === null) return typeof value !== 'bigint';
	if (depth >= deepest) return false;
	if (Array.isArray(value)) return value.every((item) => isStorable(item, depth + 1));
	const members = value as Readonly<Record<string, unknown>>;
	return Object.keys(members).every(
		(name) => isStorableText(name) && isStorable(members[name], depth + 1),
	);
}

/** Makes any JSON value one that jsonb takes, and says what was changed. */
export function storable(original: unknown): Storable<unknown> {
	if (isStorable(original, 0)) return { value: original, notes: [] };
	const notes = new Set<string>();
	const text = (value: string): string => {
		const clean = storableText(value);
		if (clean !== value) notes.add(replacedNote);
		return clean;
	};
	const clean = (value: unknown, depth: number): unknown => {
		if (typeof value === 'string') return text(value);
		if (typeof value === 'bigint') return String(value);
		if (typeof value !== 'object' || value === null) return value;
		if (depth >= deepest) {
			notes.add(cutNote);
			return null;
		}
		if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
		return Object.fromEntries(
			Object.entries(value).map(([key, item]) => [text(key), clean(item, depth + 1)]),
		);
	};
	return { value: clean(original, 0), notes: [...notes] };
}
