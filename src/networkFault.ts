import { messageOf } from './messageOf';

const wordsOfCode: Readonly<Record<string, string>> = {
	EAI_AGAIN: 'the name of the host could not be looked up',
	ECONNABORTED: 'no answer came in time',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	ENOTFOUND: 'there is no such host',
	ETIMEDOUT: 'no answer came in time',
};

interface Fault {
	readonly code?: unknown;
	readonly message?: unknown;
	readonly name?: unknown;
	readonly cause?: unknown;
}

export interface NetworkFault {
	/** Node's code, such as `ECONNREFUSED`. */
	readonly code: string | null;
	readonly words: string;
}

/** n8n, axios and fetch each wrap the fault of the socket; its code is what counts. */
function codeOf(error: unknown, depth = 0): string | null {
	if (typeof error !== 'object' || error === null || depth > 4) return null;
	const { code, cause, name } = error as Fault;
	if (typeof code === 'string' && /^[A-Z][A-Z_0-9]+$/.test(code)) return code;
	if (name === 'TimeoutError') return 'ETIMEDOUT';
	return codeOf(cause, depth + 1);
}

/** Why no answer came. Never the object itself: axios hangs the request, with its token, onto it. */
export function networkFault(error: unknown): NetworkFault {
	const code = codeOf(error);
	const message = messageOf(error);
	// n8n replaces every message that holds a code it knows by a general one.
	return { code, words: code ? (wordsOfCode[code] ?? `${message} (${code})`) : message };
}
