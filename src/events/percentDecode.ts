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
function digit(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const lower = code | 0x20;
	return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Whatever is not plain ASCII without escapes, which most of a body is. */
const needsDecoding = /[%+\x80-\xff]/;

/**
 * Decodes a part of a form given as a character for each byte: `+` is a space, `%XX` a byte, the whole UTF-8.
 * A `%` without two hexadecimal digits stays as it is, bytes that are no UTF-8 become U+FFFD; both are told.
 */
export function percentDecode(raw: string): DecodedText {
	if (!needsDecoding.test(raw)) return { text: raw, problem: null };
	const end = raw.length;
	const bytes = Buffer.allocUnsafe(end);
	let length = 0;
	let isBroken = false;
	for (let at = 0; at < end; at += 1) {
		const code = raw.charCodeAt(at);
		let byte = code === plus ? space : code;
		if (code === percent) {
			const high = at + 2 < end ? digit(raw.charCodeAt(at + 1)) : -1;
			const low = at + 2 < end ? digit(raw.charCodeAt(at + 2)) : -1;
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
