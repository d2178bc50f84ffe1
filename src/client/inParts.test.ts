import { Readable } from 'node:stream';
import { inParts } from './inParts';

const collect = async (pieces: readonly string[], size: number): Promise<readonly string[]> => {
	const parts: string[] = [];
	const stream = Readable.from(pieces.map((piece) => Buffer.from(piece)));
	for await (const part of inParts(stream, size)) parts.push(part.toString());
	return parts;
};

it.each([
	['joins small pieces', ['ab', 'c', 'de'], ['abcd', 'e']],
	['cuts large pieces', ['abcdefghij'], ['abcd', 'efgh', 'ij']],
	['leaves no empty part at the end', ['abcd', 'efgh'], ['abcd', 'efgh']],
	['yields nothing of nothing', [], []],
])('%s', async (_what, pieces, parts) => {
	expect(await collect(pieces, 4)).toEqual(parts);
});
