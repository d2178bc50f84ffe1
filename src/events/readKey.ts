import { keyPath } from './keyPath';
import { percentDecode, type DecodedText } from './percentDecode';

export interface Key extends DecodedText {
	/** Null for a key whose brackets are no path. */
	readonly path: readonly string[] | null;
}

/** Keys come from outside: whoever invents new ones costs time, not memory. */
const mostRemembered = 5_000;
const longestRemembered = 200;

/** amoCRM's bodies repeat some hundreds of keys; reading each anew is half the cost of a body. */
const remembered = new Map<string, Key>();

function readAnew(body: Buffer, start: number, end: number): Key {
	const decoded = percentDecode(body, start, end);
	return { ...decoded, path: keyPath(decoded.text) };
}

/** The key in `body[start, end)`. */
export function readKey(body: Buffer, start: number, end: number): Key {
	if (end - start > longestRemembered) return readAnew(body, start, end);
	const raw = body.toString('latin1', start, end);
	const known = remembered.get(raw);
	if (known) return known;
	const key = readAnew(body, start, end);
	if (remembered.size >= mostRemembered) remembered.clear();
	remembered.set(raw, key);
	return key;
}
