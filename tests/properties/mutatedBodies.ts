import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

const folder = join(__dirname, '..', 'fixtures', 'webhooks');

/** The bodies that amoCRM sent or its documentation shows. */
export const recorded: readonly Buffer[] = readdirSync(folder)
	.filter((name) => name.endsWith('.txt'))
	.sort()
	.map((name) => readFileSync(join(folder, name)));

type Mutation = (body: Buffer) => Buffer;

const insert = (body: Buffer, at: number, bytes: Buffer): Buffer =>
	Buffer.concat([body.subarray(0, at), bytes, body.subarray(at)]);

/** A place in a body of any length: the same share of it, whatever was done to it before. */
const place = fc.nat(0xffff).map((share) => (body: Buffer) => {
	return Math.floor((share / 0x10000) * body.length);
});

const pairsIn = (body: Buffer): readonly string[] => body.toString('latin1').split('&');

const bitFlip = fc.tuple(place, fc.nat(7)).map(
	([at, bit]): Mutation =>
		(body) => {
			const flipped = Buffer.from(body);
			flipped[at(body)] = (flipped[at(body)] ?? 0) ^ (1 << bit);
			return flipped;
		},
);

const truncation = place.map(
	(at): Mutation =>
		(body) =>
			body.subarray(0, at(body)),
);

const splice = fc.tuple(place, place, fc.constantFrom(...recorded)).map(
	([until, from, other]): Mutation =>
		(body) =>
			Buffer.concat([body.subarray(0, until(body)), other.subarray(from(other))]),
);

const repeatedKey = fc.tuple(place, fc.constantFrom('', '[]', '[0]', '[id]')).map(
	([at, below]): Mutation =>
		(body) => {
			const pairs = pairsIn(body);
			const pair = pairs[at(body) % pairs.length] ?? '';
			const [name = '', ...value] = pair.split('=');
			return Buffer.from([...pairs, `${name}${below}=${value.join('=')}`].join('&'), 'latin1');
		},
);

const shuffle = fc.tuple(place, place).map(
	([a, b]): Mutation =>
		(body) => {
			const pairs = [...pairsIn(body)];
			const [moved = ''] = pairs.splice(a(body) % pairs.length, 1);
			pairs.splice(b(body) % (pairs.length + 1), 0, moved);
			return Buffer.from(pairs.join('&'), 'latin1');
		},
);

const token = fc.constantFrom(
	...['[', ']', '[]', '[0]', '%', '%5', '%5B', '%5D', '%00', '\0', '%ff', '%ED%A0%80', '&', '='],
	...['+', '[__proto__]', '[constructor]', '__proto__[x]=1&', '[note]', '9999999999999999999999'],
	...['-', '{', '&account[id]=1&', '&leads[delete][0][id]=1&', '&leads[add][0]=', ';', 'é', '😀'],
);
const insertion = fc.tuple(place, token).map(
	([at, text]): Mutation =>
		(body) =>
			insert(body, at(body), Buffer.from(text)),
);

const removal = fc.tuple(place, fc.nat(40)).map(
	([at, length]): Mutation =>
		(body) =>
			Buffer.concat([body.subarray(0, at(body)), body.subarray(at(body) + length)]),
);

const mutation = fc.oneof(...[bitFlip, truncation, splice, repeatedKey, shuffle, removal], {
	weight: 3,
	arbitrary: insertion,
});

/** A recorded body with one to eight things done to it. */
export const mutatedBody: fc.Arbitrary<Buffer> = fc
	.tuple(fc.constantFrom(...recorded), fc.array(mutation, { minLength: 1, maxLength: 8 }))
	.map(([body, mutations]) => mutations.reduce((mutated, change) => change(mutated), body));
