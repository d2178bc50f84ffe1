type Types = ReadonlyMap<string, ReadonlySet<string>>;

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

function collect(value: unknown, path: string, found: Map<string, Set<string>>): void {
	found.set(path, (found.get(path) ?? new Set()).add(typeOf(value)));
	if (Array.isArray(value)) for (const item of value) collect(item, `${path}[]`, found);
	else if (typeof value === 'object' && value !== null) {
		for (const [key, item] of Object.entries(value)) collect(item, `${path}.${key}`, found);
	}
}

/** The JSON types at every path of a value; all items of an array are one path, `leads[]`. */
export function shape(value: unknown): Types {
	const found = new Map<string, Set<string>>();
	collect(value, '', found);
	return found;
}

const named = (types: ReadonlySet<string> | undefined): string =>
	types ? [...types].sort().join(' or ') : 'nothing';

/** What holds a path: of `.a[].b` that is `.a[]`, of `.a[]` it is `.a`. */
const holder = (path: string): string => path.replace(/(\[\]|\.[^.[]*)$/, '');

/**
 * Where two values differ in keys or JSON types, as `.leads[].price: recorded number, here nothing`.
 * Values are never compared, and of a part that one side lacks only the outermost path is named.
 */
export function differences(recorded: unknown, here: unknown): readonly string[] {
	const [theirs, ours] = [shape(recorded), shape(here)];
	return [...new Set([...theirs.keys(), ...ours.keys()])]
		.filter((path) => path === '' || (theirs.has(holder(path)) && ours.has(holder(path))))
		.filter((path) => named(theirs.get(path)) !== named(ours.get(path)))
		.map((path) => `${path}: recorded ${named(theirs.get(path))}, here ${named(ours.get(path))}`)
		.sort();
}
