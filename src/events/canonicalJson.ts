/** JSON with sorted keys: equal for equal content, whatever order it came in. Arrays keep theirs. */
export function canonicalJson(value: unknown): string {
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
	const object = value as Readonly<Record<string, unknown>>;
	let members = '';
	for (const key of Object.keys(object).sort()) {
		members += `${members && ','}${JSON.stringify(key)}:${canonicalJson(object[key])}`;
	}
	return `{${members}}`;
}
