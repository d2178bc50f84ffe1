import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Attempt } from './delivery';

/** amoCRM takes an answer that comes later for none. */
const patienceMs = 2000;

/** Sends a body once. Never rejects: no answer is status 0 with the reason. */
export function post(
	destination: string,
	body: string,
	headers: Readonly<Record<string, string>>,
): Promise<Attempt> {
	const at = Date.now();
	return new Promise((resolve) => {
		const done = (status: number, error: string | null) => {
			clearTimeout(timer);
			resolve({ at, status, ms: Date.now() - at, error });
		};
		const start = destination.startsWith('https:') ? httpsRequest : httpRequest;
		const call = start(
			destination,
			{
				method: 'POST',
				headers: {
					'User-Agent': 'amoCRM-Webhooks/3.0',
					'Accept-Encoding': 'gzip',
					'Content-Type': 'application/x-www-form-urlencoded',
					...headers,
					'Content-Length': Buffer.byteLength(body),
				},
			},
			(response) => {
				response.resume();
				response.on('error', () => undefined);
				done(response.statusCode ?? 0, null);
			},
		);
		const timer = setTimeout(() => {
			done(0, `no answer within ${patienceMs} ms`);
			call.destroy();
		}, patienceMs);
		call.on('error', (error: NodeJS.ErrnoException) => done(0, error.code ?? error.message));
		call.end(body);
	});
}
