import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { enqueueTogether } from '../src/inbox/enqueueTogether';
import type { Log } from '../src/inbox/types';
import { messageOf } from '../src/messageOf';
import { notStored, stored, tooLarge, wrongKey, type Answer } from '../src/webhook/answer';
import { readWebhook } from '../src/webhook/readWebhook';
import { urlOf } from './address';
import { readBody } from './body';
import { endpointDirectory } from './endpointDirectory';
import { health } from './health';
import { receiverMetrics } from './metrics';

export interface ReceiverOptions {
	readonly pool: Pool;
	readonly host: string;
	/** 0 for any free one. */
	readonly port: number;
	readonly log: Log;
}

export interface Receiver {
	readonly url: string;
	/** Takes no new calls, answers those that come whole within five seconds. The pool stays open. */
	stop(): Promise<void>;
}

/** nginx hands a whole request over at once; whoever takes longer is no nginx. */
const headersTimeoutMs = 5_000;
const requestTimeoutMs = 15_000;
/** How often Node.js looks whom these times are over for; by itself every 30 s. */
const timeoutCheckMs = 2_500;
/** A stopped server looks no more: one half-sent call would keep the process until it is killed. */
const stopPatienceMs = 5_000;
/** Longer than nginx keeps its connections (60 s), so that it never writes into one just closed. */
const keepAliveTimeoutMs = 75_000;

function send(response: ServerResponse, { status, body }: Answer): void {
	const text = JSON.stringify(body);
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': Buffer.byteLength(text),
	});
	response.end(text);
}

/** Without `URL`, which throws on what a stranger may send (`//`). */
function addressOf(request: IncomingMessage): {
	readonly path: string;
	readonly key: string | null;
} {
	const [path = '', query = ''] = (request.url ?? '').split('?', 2);
	return { path, key: new URLSearchParams(query).get('key') };
}

/** Answers webhooks as the AmoCRM Trigger does, without n8n. Rejects when the port cannot be had. */
export async function startReceiver({ pool, host, port, log }: ReceiverOptions): Promise<Receiver> {
	const endpoints = endpointDirectory(pool, log);
	const metrics = receiverMetrics(pool);
	let isStopping = false;

	const webhook = async (request: IncomingMessage, key: string | null): Promise<Answer> => {
		const endpoint = key === null ? null : await endpoints.find(key);
		if (!endpoint) {
			log.warn(`Receiver: ${wrongKey.log}`);
			return wrongKey;
		}
		const body = await readBody(request, endpoint.bodyLimitBytes);
		const { delivery, refusal } = body
			? readWebhook(body, request.headers, endpoint)
			: { refusal: tooLarge(endpoint.bodyLimitBytes) };
		if (!delivery) {
			log.warn(`Receiver: ${refusal.log}`);
			return refusal;
		}
		const events = await enqueueTogether(pool, delivery);
		metrics.stored(events);
		return stored(events);
	};

	const answerWebhook = async (
		request: IncomingMessage,
		response: ServerResponse,
		key: string | null,
	): Promise<void> => {
		const startedAt = performance.now();
		const answer = await webhook(request, key).catch((error: unknown) => {
			log.error(`Receiver: a webhook was not stored: ${messageOf(error)}`);
			return notStored;
		});
		// Not after 413: closing while the sender still writes would reset the connection, and the
		// answer be lost. Node.js reads the rest away; requestTimeout ends who never stops.
		if (isStopping) response.setHeader('connection', 'close');
		send(response, answer);
		metrics.answered(answer.status, (performance.now() - startedAt) / 1000);
	};

	const server = createServer(
		{
			headersTimeout: headersTimeoutMs,
			requestTimeout: requestTimeoutMs,
			connectionsCheckingInterval: timeoutCheckMs,
		},
		(request, response) => {
			const { path, key } = addressOf(request);
			if (request.method === 'POST') void answerWebhook(request, response, key);
			else if (path === '/healthz') {
				void health(pool, endpoints).then((answer) => send(response, answer));
			} else if (path === '/metrics') {
				metrics.render().then(
					({ text, contentType }) => {
						response.writeHead(200, { 'content-type': contentType }).end(text);
					},
					(error: unknown) => send(response, { status: 503, body: { error: String(error) } }),
				);
			} else send(response, { status: 404, body: { error: 'webhooks are sent by POST' } });
		},
	);
	server.keepAliveTimeout = keepAliveTimeoutMs;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const { address, port: taken } = server.address() as AddressInfo;
	return {
		url: urlOf(address, taken),
		async stop() {
			isStopping = true;
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeIdleConnections();
			const timer = setTimeout(() => server.closeAllConnections(), stopPatienceMs);
			await closed;
			clearTimeout(timer);
		},
	};
}
