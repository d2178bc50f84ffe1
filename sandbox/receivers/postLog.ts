import type { RequestHandler } from 'express';
import { bodyText } from '../jsonBody';

export interface ReceivedPost {
	/** Order of arrival, from 1. */
	readonly seq: number;
	/** Unix milliseconds. */
	readonly at: number;
	readonly idempotencyKey: string | null;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

export interface PostLog {
	/** Takes JSON with `{"ok": true}`; 400 for anything else. */
	readonly take: RequestHandler;
	calls(): readonly ReceivedPost[];
	clear(): void;
}

const keptCalls = 20_000;
/** Sent by people who protect their service with a key: it is nobody's business here. */
const secretHeaders = new Set(['authorization', 'cookie', 'x-api-key']);

/** What a service of the user's was sent; it remembers everything and does nothing. */
export function createPostLog(): PostLog {
	let calls: ReceivedPost[] = [];
	let lastSeq = 0;
	return {
		take(request, response) {
			const text = bodyText(request);
			let body: unknown;
			try {
				body = JSON.parse(text);
			} catch {
				response.status(400).json({ ok: false, error: 'The body is not JSON' });
				return;
			}
			lastSeq += 1;
			const headers = Object.fromEntries(
				Object.entries(request.headers).map(([name, value]) => [
					name,
					secretHeaders.has(name) ? '***' : String(value),
				]),
			);
			if (calls.length >= keptCalls) calls = calls.slice(keptCalls / 2);
			calls.push({
				seq: lastSeq,
				at: Date.now(),
				idempotencyKey: request.get('idempotency-key') ?? null,
				headers,
				body,
			});
			response.json({ ok: true });
		},
		calls: () => calls,
		clear: () => void (calls = []),
	};
}
