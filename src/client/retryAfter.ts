import type { ApiResponse } from './types';

const positive = (seconds: number): number | null =>
	Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;

/** Seconds that a 429 asks to wait: the header (seconds or a date), else Kommo's `retry_after` in the body. */
export function retryAfterSeconds({ headers, body }: ApiResponse, now = Date.now()): number | null {
	const header = headers['retry-after'];
	if (typeof header === 'string' && header.trim() !== '') {
		const seconds = Number(header);
		if (Number.isFinite(seconds)) return positive(seconds);
		return positive(Math.max(0, (Date.parse(header) - now) / 1000));
	}
	if (typeof header === 'number') return positive(header);
	if (typeof body !== 'object' || body === null) return null;
	const { retry_after: seconds } = body as { retry_after?: unknown };
	return typeof seconds === 'number' || typeof seconds === 'string'
		? positive(Number(seconds))
		: null;
}
