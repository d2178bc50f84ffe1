import { request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { startReceiver, type Receiver } from '../../receiver/server';
import { saveEndpoint } from '../../src/inbox/endpoints';
import { collectLog } from '../support/consumers';
import { useInbox } from '../support/inboxDatabase';
import { testQueue } from '../support/inboxEvents';
import { nearlyAmoCrm, syntaxSoup } from './hostileBodies';
import { mutatedBody } from './mutatedBodies';
import { patience, runs } from './runs';

const inbox = useInbox();
const key = 'key-of-a-test';
const bodyLimitBytes = 20_000;
let receiver: Receiver;

beforeAll(async () => {
	await saveEndpoint(inbox.pool, key, {
		...{ queue: testQueue, account: null, bodyLimitBytes, dedupeWindowSeconds: 86_400 },
		...{ events: [], pipelines: [], statuses: [], ignoreOwnChanges: false },
	});
	const { log } = collectLog();
	receiver = await startReceiver({ pool: inbox.pool, host: '127.0.0.1', port: 0, log });
});
afterAll(() => receiver.stop());

interface Call {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

interface Answer {
	readonly status: number;
	readonly text: string;
}

const send = ({ method, path, headers, body }: Call): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const { hostname, port } = new URL(receiver.url);
		const options = { hostname, port, method, path, headers, agent: false };
		const call = request(options, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					text: Buffer.concat(chunks).toString('utf8'),
				}),
			);
			response.on('error', reject);
		});
		call.on('error', reject);
		call.end(body);
	});

const good = `/amocrm?key=${key}`;
const path = fc.oneof(
	{ weight: 6, arbitrary: fc.constant(good) },
	fc.constantFrom('/', '//', '/?', '/?key', '/?key=', '/?key=wrong', `/x?a=%ZZ&key=${key}`),
	fc.constantFrom(`/?key=${key}&key=wrong`, '/?key=%00', '/%', '/healthz', '/metrics', '/?key=%ff'),
	fc.webPath().map((text) => (text === '' ? '/' : text)),
);
const header = fc.tuple(
	fc.constantFrom('x-amocrm-requestid', 'content-type', 'user-agent', 'accept-encoding', 'x-odd'),
	fc.oneof(
		fc.constantFrom('', 'application/json', 'multipart/form-data', 'gzip', 'a'.repeat(2_000)),
		fc.stringMatching(/^[ -~]{0,60}$/),
	),
);
const call: fc.Arbitrary<Call> = fc.record({
	method: fc.oneof(
		{ weight: 8, arbitrary: fc.constant('POST') },
		fc.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY'),
	),
	path,
	headers: fc.array(header, { maxLength: 4 }).map((headers) => Object.fromEntries(headers)),
	body: fc.oneof({ weight: 4, arbitrary: mutatedBody }, nearlyAmoCrm, syntaxSoup),
});

/** How often events of the queue were stored or counted as repeats. */
const held = async (): Promise<number> => {
	const [row] = (
		await inbox.pool.query<{ total: number }>(
			'select coalesce(sum(1 + duplicates), 0)::int as total from amocrm_webhook_events',
		)
	).rows;
	return row?.total ?? 0;
};

const cases = 400;

test(
	'whatever is sent is answered 200 or 4xx, and 200 to a webhook means that it is stored',
	() =>
		fc.assert(
			fc.asyncProperty(call, async (sent) => {
				const before = await held();
				const { status, text } = await send(sent);
				expect(status === 200 || (status >= 400 && status < 500)).toBe(true);
				const isStored = sent.method === 'POST' && status === 200;
				expect((await held()) > before).toBe(isStored);
				if (sent.method === 'POST' && sent.path === good) {
					expect(status).toBe(sent.body.length > bodyLimitBytes ? 413 : 200);
				}
				if (isStored) expect(JSON.parse(text)).toMatchObject({ received: expect.any(Number) });
			}),
			runs(cases),
		),
	patience(cases),
);

const garbage = (bytes: Uint8Array): Promise<void> =>
	new Promise((resolve) => {
		const { hostname, port } = new URL(receiver.url);
		const socket = connect(Number(port), hostname, () => socket.end(bytes));
		// Being cut off is one of the right answers.
		socket.on('error', () => undefined);
		socket.on('close', () => resolve());
		socket.resume();
	});

const rawCases = 60;

test(
	'bytes that are no HTTP, and calls cut off in the middle, do not stop it from answering',
	() =>
		fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ maxLength: 200 }),
				fc.constantFrom('', `POST ${good} HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n`),
				async (bytes, start) => {
					await garbage(Buffer.concat([Buffer.from(start), bytes]));
					const alive = await send({
						...{ method: 'GET', path: '/healthz', headers: {}, body: Buffer.alloc(0) },
					});
					expect(alive.status).toBe(200);
				},
			),
			runs(rawCases),
		),
	patience(rawCases),
);
