import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A recorded or documented answer of `tests/fixtures/api`. */
export const fixture = (name: string): unknown =>
	JSON.parse(readFileSync(join(__dirname, `../fixtures/api/${name}.json`), 'utf8'));

const typeOf = (value: unknown): string =>
	value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** `path: type` of everything in a value; the items of an array count as one. */
function shape(value: unknown, path = '', found = new Map<string, Set<string>>()) {
	const types = found.get(path) ?? new Set<string>();
	found.set(path, types.add(typeOf(value)));
	if (Array.isArray(value)) value.forEach((item) => shape(item, `${path}[]`, found));
	else if (typeof value === 'object' && value !== null) {
		for (const [key, item] of Object.entries(value)) shape(item, `${path}.${key}`, found);
	}
	return found;
}

/** What stands in the recording and is missing in the answer, or is of another type there. */
export function missing(answer: unknown, recorded: unknown, allowed: readonly RegExp[] = []) {
	const own = shape(answer);
	return [...shape(recorded)].flatMap(([path, types]) => {
		if (allowed.some((pattern) => pattern.test(path))) return [];
		const mine = own.get(path);
		if (!mine) return [`${path} is missing`];
		const canMeet = mine.has('null') || types.has('null') || [...types].some((t) => mine.has(t));
		return canMeet ? [] : [`${path} is ${[...mine].join()} instead of ${[...types].join()}`];
	});
}
