import type { HttpMethod } from './types';

/** The ends of one try that may deserve another. */
export interface FailedTry {
	readonly method: HttpMethod;
	/** 0 where no answer came. */
	readonly status: number;
	/** Node's code of a network fault, such as `ECONNREFUSED`. */
	readonly networkCode?: string;
	/** Tries made so far, from 1. */
	readonly tries: number;
	/** Seconds that amoCRM asked to wait. */
	readonly retryAfter: number | null;
}

const mostTries = 4;
/** A longer wait than this is told to the user instead of being sat out inside an execution. */
const longestWaitMs = 60_000;

/** The connection was never made, so the request cannot have been carried out. */
const neverSent: ReadonlySet<string> = new Set([
	'EAI_AGAIN',
	'ECONNREFUSED',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENOTFOUND',
]);

function mayRepeat({ method, status, networkCode }: FailedTry): boolean {
	// Refused before it was looked at, whatever the method.
	if (status === 429) return true;
	if (status === 0 && networkCode !== undefined && neverSent.has(networkCode)) return true;
	// After a 504 a POST may have been carried out: a second one would make a second lead.
	if (method !== 'GET') return false;
	return status === 0 || status >= 500;
}

/** Milliseconds until the next try; null when there must be none. Reads codes, never texts. */
export function retryDelay(failed: FailedTry, random: () => number = Math.random): number | null {
	if (failed.tries >= mostTries || !mayRepeat(failed)) return null;
	const backoff = 1000 * 2 ** (failed.tries - 1) * (1 + random() / 4);
	const wait = Math.max(backoff, (failed.retryAfter ?? 0) * 1000);
	return wait > longestWaitMs ? null : wait;
}
