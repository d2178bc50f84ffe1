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

function readAnew(raw: string): Key {
	const decoded = percentDecode(raw);
	return { ...decoded, path: keyPath(decoded.text) };
}

/** The key of a pair; `raw` has a character for each byte. */
export function readKey(raw: string): Key {
	if (raw.length > longestRemembered) return readAnew(raw);
	const known = remembered.get(raw);
	if (known) return known;
	// A copy: V8 keeps the whole body alive for a text that was cut out of it.
	const own = Buffer.from(raw, 'latin1').toString('latin1');
	const key = readAnew(own);
	if (remembered.size >= mostRemembered) remembered.clear();
	remembered.set(own, key);
	return key;
}
