import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { bodyText } from './jsonBody';

export interface LoggedRequest {
	readonly seq: number;
	/** Unix milliseconds of the start. */
	readonly at: number;
	readonly method: string;
	/** With the query; codes and tokens travel in headers and bodies only. */
	readonly path: string;
	/** 0 when the connection was cut before an answer. */
	readonly status: number;
	readonly ms: number;
}

export interface RequestLog {
	readonly handler: RequestHandler;
	since(seq: number): readonly LoggedRequest[];
	/** The body of a request of the API; null when it had none or is long past. */
	bodyOf(seq: number): string | null;
	clear(): void;
}

const kept = 20_000;
/** Bodies may hold megabytes; a load test would keep them all. */
const keptBodies = 200;

/** What reached the API and the token endpoint, in order of the answers. */
export function createRequestLog(): RequestLog {
	let requests: LoggedRequest[] = [];
	let lastSeq = 0;
	const bodies = new Map<number, string>();
	const keepBody = (request: Request): void => {
		// The token endpoint's bodies are secrets.
		const body = /^\/(api|v1\.0)\//.test(request.originalUrl) ? bodyText(request) : '';
		if (body !== '') bodies.set(lastSeq, body);
		bodies.delete(lastSeq - keptBodies);
	};
	return {
		handler(request, response, next) {
			const at = Date.now();
			response.set('X-Request-Id', randomUUID());
			response.on('close', () => {
				lastSeq += 1;
				keepBody(request);
				if (requests.length >= kept) requests = requests.slice(kept / 2);
				requests.push({
					seq: lastSeq,
					at,
					method: request.method,
					path: request.originalUrl,
					status: response.writableFinished ? response.statusCode : 0,
					ms: Date.now() - at,
				});
			});
			next();
		},
		since: (seq) => requests.filter((request) => request.seq > seq),
		bodyOf: (seq) => bodies.get(seq) ?? null,
		clear() {
			requests = [];
			bodies.clear();
		},
	};
}
