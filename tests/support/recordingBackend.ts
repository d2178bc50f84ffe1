import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface RecordedRequest {
	readonly method: string;
	/** Path and query as they arrived. */
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

/** A status with a small JSON body, or `hang`: the request is read and never answered. */
export type Answer = number | 'hang';

export interface RecordingBackend {
	/** `127.0.0.1:port`, as an upstream is named. */
	readonly address: string;
	/** Whole requests only. */
	readonly requests: RecordedRequest[];
	/** Requests whose headers have arrived, whole or not. */
	started(): number;
	answerWith(answer: Answer): void;
	/** What it says of itself at n8n's readiness address, which is not recorded; 200 by default. */
	readyWith(answer: Answer): void;
	close(): Promise<void>;
}

/** A plain HTTP server behind a proxy under test. An upgrade is accepted and echoes what it gets. */
export async function startRecordingBackend(name: string): Promise<RecordingBackend> {
	const requests: RecordedRequest[] = [];
	const sockets = new Set<Socket>();
	let started = 0;
	let answer: Answer = 200;
	let readiness: Answer = 200;
	const record = (request: IncomingMessage, body: string) =>
		requests.push({
			method: request.method ?? '',
			url: request.url ?? '',
			headers: request.headers,
			body,
		});
	const server = createServer((request: IncomingMessage, response: ServerResponse) => {
		if (request.url === '/healthz/readiness') {
			if (readiness !== 'hang') response.writeHead(readiness).end();
			return;
		}
		started += 1;
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			record(request, Buffer.concat(chunks).toString());
			if (answer === 'hang') return;
			response.writeHead(answer, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ from: name }));
		});
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	server.on('upgrade', (request, socket) => {
		record(request, '');
		socket.write(
			'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
		);
		socket.pipe(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		started: () => started,
		answerWith: (next) => (answer = next),
		readyWith: (next) => (readiness = next),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of sockets) socket.destroy();
			}),
	};
}
