import fc from 'fast-check';
import { decode } from '../../src/events/decode';
import type { WireValue } from '../../src/events/types';
import { encodePairs, type Pair } from './phpForm';
import { runs } from './runs';

/** So few names that paths collide: a value where another pair has members, and the same key again. */
const segment = fc.constantFrom('a', 'b', '0', '1', '__proto__', 'constructor');
const pair = fc.record({
	path: fc.array(segment, { minLength: 1, maxLength: 4 }),
	text: fc.stringMatching(/^[a-z]{0,3}$/),
});

const nameOf = (path: readonly string[]): string => JSON.stringify(path);

/** What a body means, said without a tree: the values that no other pair has members below. */
function survivors(pairs: readonly Pair[]): ReadonlyMap<string, string> {
	const last = new Map(pairs.map(({ path, text }) => [nameOf(path), text]));
	const withMembers = new Set(
		pairs.flatMap(({ path }) => path.slice(1).map((_member, at) => nameOf(path.slice(0, at + 1)))),
	);
	return new Map([...last].filter(([path]) => !withMembers.has(path)));
}

/** The leaves of a tree by path; throws where a list is not one of PHP's lists or an array is hidden. */
function leaves(
	value: WireValue,
	path: readonly string[] = [],
): readonly (readonly [string, string])[] {
	if (typeof value === 'string') return [[nameOf(path), value]];
	const keys = Object.keys(value);
	const isList = keys.length > 0 && keys.every((_key, at) => keys.includes(String(at)));
	// At the root PHP's names are names, whatever they look like.
	if (Array.isArray(value) !== (isList && path.length > 0)) {
		throw new Error(`${nameOf(path)} has the keys ${keys.join()} and is the wrong kind of array`);
	}
	return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

const byPath = (entries: Iterable<readonly [string, string]>) =>
	[...entries].sort(([a], [b]) => (a < b ? -1 : 1));

test('where values and members collide, members win, and of equal paths the last value', () => {
	fc.assert(
		fc.property(fc.array(pair, { maxLength: 14 }), (pairs) => {
			const { value } = decode(encodePairs(pairs, 'http_build_query of PHP'));
			expect(byPath(leaves(value))).toEqual(byPath(survivors(pairs)));
		}),
		runs(3_000),
	);
});

test('each value that is lost is told', () => {
	fc.assert(
		fc.property(fc.array(pair, { maxLength: 14 }), (pairs) => {
			const { problems } = decode(encodePairs(pairs, 'brackets as they are, as amoCRM sends them'));
			expect(problems.length > 0).toBe(pairs.length === 0 || survivors(pairs).size < pairs.length);
		}),
		runs(2_000),
	);
});
