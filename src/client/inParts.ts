/** The same bytes in pieces of `size`, the last one shorter; a stream's own pieces say nothing. */
export async function* inParts(
	bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	size: number,
): AsyncGenerator<Buffer, void, void> {
	let waiting: Buffer[] = [];
	let length = 0;
	for await (const piece of bytes) {
		let rest = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		while (length + rest.length >= size) {
			const missing = size - length;
			yield Buffer.concat([...waiting, rest.subarray(0, missing)]);
			rest = rest.subarray(missing);
			waiting = [];
			length = 0;
		}
		if (rest.length > 0) waiting.push(rest);
		length += rest.length;
	}
	if (length > 0) yield Buffer.concat(waiting);
}
