import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shape } from '../shapes/difference';

/** A recorded or documented answer of `tests/fixtures/api`. */
export const fixture = (name: string): unknown =>
	JSON.parse(readFileSync(join(__dirname, `../fixtures/api/${name}.json`), 'utf8'));

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
