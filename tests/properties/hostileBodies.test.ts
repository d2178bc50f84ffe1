import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { decode } from '../../src/events/decode';
import { eventIdentity } from '../../src/events/identity';
import { normalise } from '../../src/events/normalise';
import { anyBytes, nearlyAmoCrm, piece, syntaxSoup } from './hostileBodies';
import { runs } from './runs';

const hostile = fc.oneof(anyBytes, syntaxSoup, { weight: 3, arbitrary: nearlyAmoCrm });

const read = (body: Buffer) => {
	const decoded = decode(body);
	return { decoded, ...normalise(decoded, { accountId: null }) };
};

test('any bytes whatever give a tree, events and identities, and never an exception', () => {
	fc.assert(
		fc.property(hostile, (body) => {
			const { decoded, events, problems } = read(body);
			JSON.stringify(decoded.value);
			expect(problems.length).toBeLessThanOrEqual(42);
			for (const event of events) expect(eventIdentity(event)).toMatch(/^[0-9a-f]{64}$/);
		}),
		runs(4_000),
	);
});

const prototypes = [Object, Array, Function, String, Map].map(
	(constructor): object => constructor.prototype as object,
);

const membersOfPrototypes = () => prototypes.map((prototype) => Reflect.ownKeys(prototype));

test('no body adds a member to a prototype, nor makes an object of another one', () => {
	const before = membersOfPrototypes();
	const plain = (value: unknown): boolean =>
		typeof value !== 'object' ||
		value === null ||
		((Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value)) &&
			Object.values(value).every(plain));
	fc.assert(
		fc.property(hostile, (body) => {
			const { decoded, events } = read(body);
			expect(plain(decoded.value)).toBe(true);
			expect(plain(events)).toBe(true);
			expect(membersOfPrototypes()).toEqual(before);
		}),
		runs(2_000),
	);
});

const isTimeOrNull = (text: string | null): boolean =>
	text === null || new Date(text).toISOString() === text;

test('an event holds only what JSON can say, and its time is ISO 8601 in UTC', () => {
	fc.assert(
		fc.property(hostile, (body) => {
			for (const event of read(body).events) {
				deepStrictEqual(JSON.parse(JSON.stringify(event)), event);
				expect(isTimeOrNull(event.occurredAt)).toBe(true);
			}
		}),
		runs(3_000),
	);
});

/** CPU time of this process, the least of five: others on the machine count little, by crowding the caches. */
function cost(run: () => unknown): number {
	const once = (): number => {
		const before = process.cpuUsage();
		run();
		const { user, system } = process.cpuUsage(before);
		return user + system;
	};
	return Math.min(...Array.from({ length: 5 }, once));
}

const leastMicroseconds = 3_000;
const growth = 8;

test('a body of eight times the size costs about eight times as much', () => {
	fc.assert(
		fc.property(piece, fc.constantFrom('', '&', '=1&', '&='), (part, between) => {
			const unit = `${part}${between}`;
			const times = Math.ceil(40_000 / unit.length);
			const small = Buffer.from(unit.repeat(times));
			const large = Buffer.from(unit.repeat(times * growth));
			const expected =
				Math.max(
					leastMicroseconds,
					cost(() => read(small)),
				) * growth;
			// Quadratic code needs 64 times as long, eight times what is expected; up to six is room for the collector.
			expect(cost(() => read(large)) / expected).toBeLessThan(6);
		}),
		runs(40),
	);
});
