import { Router } from 'express';
import { bodyText } from '../jsonBody';

export interface JarvisCall {
	/** Order of arrival, from 1. */
	readonly seq: number;
	/** Unix milliseconds. */
	readonly at: number;
	readonly idempotencyKey: string | null;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

export interface Jarvis {
	readonly router: Router;
	calls(): readonly JarvisCall[];
	clear(): void;
}

const keptCalls = 20_000;
/** Sent by people who protect Jarvis with a key: it is nobody's business here. */
const secretHeaders = new Set(['authorization', 'cookie', 'x-api-key']);

/** The user's service that gets one POST per event. It takes everything and remembers it. */
export function createJarvis(): Jarvis {
	let calls: JarvisCall[] = [];
	let lastSeq = 0;
	const router = Router();
	router.get('/health', (_request, response) => {
		response.json({ status: 'ok' });
	});
	router.post('/amocrm/process-webhook', (request, response) => {
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
	});
	return { router, calls: () => calls, clear: () => void (calls = []) };
}
