/** What JSON writes otherwise than as it is; lone surrogates among them. */
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** As `JSON.stringify` does it, without its cost for the hundred short texts of a body. */
const quoted = (text: string): string =>
	needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;

/** JSON with sorted keys: equal for equal content, whatever order it came in. Arrays keep theirs. */
export function canonicalJson(value: unknown): string {
	if (typeof value === 'string') return quoted(value);
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	const object = value as Readonly<Record<string, unknown>>;
	let members = '';
	for (const key of Object.keys(object).sort()) {
		members += `${members && ','}${quoted(key)}:${canonicalJson(object[key])}`;
	}
	return `{${members}}`;
}
