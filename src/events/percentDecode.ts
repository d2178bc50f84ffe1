import { isUtf8 } from 'node:buffer';

export interface DecodedText {
	readonly text: string;
	/** What the bytes broke; null for sound ones. */
	readonly problem: string | null;
}

const percent = 0x25;
const plus = 0x2b;
const space = 0x20;

/** The value of a hexadecimal digit's code, -1 for everything else. */
function digit(code: number | undefined): number {
	if (code === undefined) return -1;
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const lower = code | 0x20;
	return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Plain ASCII without escapes is most of a body and needs no copy. */
function isPlain(body: Buffer, start: number, end: number): boolean {
	for (let at = start; at < end; at += 1) {
		const code = body[at] ?? 0;
		if (code === percent || code === plus || code > 0x7f) return false;
	}
	return true;
}

/**
 * Decodes `body[start, end)` of a form: `+` is a space, `%XX` a byte, the whole UTF-8. A `%` without
 * two hexadecimal digits stays as it is, bytes that are no UTF-8 become U+FFFD; both are told.
 */
export function percentDecode(body: Buffer, start: number, end: number): DecodedText {
	if (isPlain(body, start, end))
		return { text: body.toString('latin1', start, end), problem: null };
	const bytes = Buffer.allocUnsafe(end - start);
	let length = 0;
	let isBroken = false;
	for (let at = start; at < end; at += 1) {
		const code = body[at] ?? 0;
		let byte = code === plus ? space : code;
		if (code === percent) {
			const high = at + 2 < end ? digit(body[at + 1]) : -1;
			const low = at + 2 < end ? digit(body[at + 2]) : -1;
			if (high >= 0 && low >= 0) {
				byte = high * 16 + low;
				at += 2;
			} else isBroken = true;
		}
		bytes[length] = byte;
		length += 1;
	}
	const decoded = bytes.subarray(0, length);
	const text = decoded.toString('utf8');
	if (!isUtf8(decoded)) return { text, problem: 'bytes that are not UTF-8 became U+FFFD' };
	return { text, problem: isBroken ? 'a broken percent escape was kept as it is' : null };
}
