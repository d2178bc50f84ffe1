// Jest's toStrictEqual asks `value.constructor`, which is a plain member here.
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { decode } from '../../src/events/decode';
import type { WireValue } from '../../src/events/types';
import { encodePair, encodePairs, pairsOf, styles, type StyleName } from './phpForm';
import { runs } from './runs';
import { body, leafText, memberName } from './wireTrees';

const style = fc.constantFrom(...(Object.keys(styles) as StyleName[]));

test('decoding gives back any tree that PHP can encode, in each way of writing it', () => {
	fc.assert(
		fc.property(body, style, (tree, written) => {
			const { value, problems, empty } = decode(encodePairs(pairsOf(tree), written));
			deepStrictEqual(value, tree);
			expect(empty).toBe(Object.keys(tree).length === 0);
			expect(problems.filter((problem) => !problem.startsWith('body: '))).toEqual([]);
		}),
		runs(1_500),
	);
});

test('a body of more keys than PHP and n8n let through comes back whole', () => {
	const count = fc.integer({ min: 1_001, max: 4_000 });
	fc.assert(
		fc.property(count, memberName, leafText, style, (length, name, text, written) => {
			const update = Array.from({ length }, (_lead, at) => ({ id: String(at), [name]: text }));
			const tree = { leads: { update } };
			deepStrictEqual(decode(encodePairs(pairsOf(tree), written)).value, tree);
		}),
		runs(12),
	);
});

test('the order of the pairs and who writes each of them changes nothing', () => {
	const shuffled = body.chain((tree) => {
		const pairs = pairsOf(tree);
		return fc.record({
			tree: fc.constant(tree),
			pairs: fc.shuffledSubarray([...pairs], { minLength: pairs.length }),
			written: fc.array(style, { minLength: pairs.length, maxLength: pairs.length }),
			separators: fc.array(fc.constantFrom('&', '&&', '&&&'), {
				minLength: pairs.length,
				maxLength: pairs.length,
			}),
		});
	});
	fc.assert(
		fc.property(shuffled, ({ tree, pairs, written, separators }) => {
			const text = pairs
				.map((pair, at) => `${encodePair(pair, written[at] ?? 'raw UTF-8')}${separators[at]}`)
				.join('');
			deepStrictEqual(decode(text).value, tree);
		}),
		runs(700),
	);
});

test('of a repeated key the last value counts, and the body says that it was repeated', () => {
	const repeated = body.chain((tree) => {
		const pairs = pairsOf(tree);
		return fc.tuple(
			fc.constant(tree),
			fc.subarray([...pairs]),
			fc.array(leafText, { minLength: pairs.length, maxLength: pairs.length }),
		);
	});
	fc.assert(
		fc.property(repeated, style, ([tree, twice, texts], written) => {
			const older = twice.map(({ path }, at) => ({ path, text: texts[at] ?? '' }));
			const { value, problems } = decode(encodePairs([...older, ...pairsOf(tree)], written));
			deepStrictEqual(value, tree);
			const told = problems.filter((problem) => problem.includes('more than once'));
			expect(told.length > 0).toBe(older.length > 0);
		}),
		runs(500),
	);
});

test('[] appends: a list written without indexes is the list written with them', () => {
	const list = fc.array(leafText, { minLength: 1, maxLength: 8 });
	const place = fc.array(fc.stringMatching(/^[a-z_]{1,6}$/), { minLength: 1, maxLength: 4 });
	fc.assert(
		fc.property(place, list, style, (path, texts, written) => {
			const pairs = texts.map((text) => ({ path: [...path, ''], text }));
			const tree = path.reduceRight<WireValue>((below, name) => ({ [name]: below }), texts);
			deepStrictEqual(decode(encodePairs(pairs, written)).value, tree);
		}),
		runs(300),
	);
});
