import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

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
	clear(): void;
}

const kept = 20_000;

/** What reached the API and the token endpoint, in order of the answers. */
export function createRequestLog(): RequestLog {
	let requests: LoggedRequest[] = [];
	let lastSeq = 0;
	return {
		handler(request, response, next) {
			const at = Date.now();
			response.set('X-Request-Id', randomUUID());
			response.on('close', () => {
				lastSeq += 1;
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
		clear: () => void (requests = []),
	};
}
