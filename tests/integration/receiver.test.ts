import axios from 'axios';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startReceiver, type Receiver } from '../../receiver/server';
import { keyHash, loadEndpoints, saveEndpoint } from '../../src/inbox/endpoints';
import type { Endpoint } from '../../src/webhook/endpoint';
import { collectLog } from '../support/consumers';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';

const endpoint: Endpoint = {
	queue: 'receiver-test',
	account: { accountId: 28805383, userId: 7 },
	bodyLimitBytes: 100_000,
	dedupeWindowSeconds: 86_400,
	events: ['lead.update'],
	pipelines: [],
	statuses: [],
	ignoreOwnChanges: true,
};

let database: TestDatabase;
let receiver: Receiver;
const { lines, log } = collectLog();

beforeAll(async () => {
	database = await createTestDatabase();
	await saveEndpoint(database.pool, 'right-key', endpoint);
	receiver = await startReceiver({ pool: database.pool, host: '127.0.0.1', port: 0, log });
});

afterAll(async () => {
	await receiver.stop();
	await database.drop();
});

const http = axios.create({ validateStatus: () => true, timeout: 10_000 });

const post = async (body: string | Buffer, key = 'right-key', headers = {}) => {
	const url = `${receiver.url}/amocrm?key=${key}`;
	const type = 'application/x-www-form-urlencoded';
	const { status, data } = await http.post(url, body, {
		headers: { 'content-type': type, ...headers },
	});
	return { status, data };
};

const rows = async (columns: string): Promise<unknown[]> =>
	(await database.pool.query(`select ${columns} from amocrm_webhook_events order by id`)).rows;

const update = (id: number, more = '') =>
	`leads[update][0][id]=${id}&leads[update][0][updated_at]=1748268812${more}`;

beforeEach(() => database.pool.query('truncate amocrm_webhook_events'));

test('200 means stored in the queue of the trigger whose key it is; a repeat is counted', async () => {
	const headers = { 'x-amocrm-requestid': 'request-1' };
	expect(await post(update(1), 'right-key', headers)).toEqual({
		status: 200,
		data: { received: 1, duplicates: 0 },
	});
	expect(await post(update(1))).toEqual({ status: 200, data: { received: 1, duplicates: 1 } });
	expect(
		await rows('queue, event_type, amocrm_entity_id, account_id, status, delivery_id, duplicates'),
	).toEqual([
		{
			queue: 'receiver-test',
			event_type: 'lead.update',
			amocrm_entity_id: '1',
			account_id: '28805383',
			status: 'pending',
			delivery_id: 'request-1',
			duplicates: 1,
		},
	]);
});

test("the trigger's filters hold: other events and own changes are stored as skipped", async () => {
	await post('contacts[add][0][id]=5&contacts[add][0][type]=contact');
	await post(update(2, '&leads[update][0][modified_user_id]=7'));
	await post(update(3, '&leads[update][0][modified_user_id]=8'));
	expect(await rows('event_type, status')).toEqual([
		{ event_type: 'contact.add', status: 'skipped' },
		{ event_type: 'lead.update', status: 'skipped' },
		{ event_type: 'lead.update', status: 'pending' },
	]);
});

test('strangers, other accounts and oversize bodies get the documented answers and leave nothing', async () => {
	expect((await post(update(1), 'wrong')).status).toBe(403);
	expect((await http.post(`${receiver.url}/amocrm`, update(1))).status).toBe(403);
	expect((await post(`${update(1)}&account[id]=1`)).status).toBe(403);
	expect((await post(`${update(1)}&x=${'y'.repeat(100_000)}`)).status).toBe(413);
	expect((await http.get(`${receiver.url}/amocrm?key=right-key`)).status).toBe(404);
	expect(await rows('id')).toEqual([]);
	expect(lines.join('\n')).not.toContain('right-key');
});

test('an oversize body of unknown length is refused while it is being sent', async () => {
	const answer = await new Promise<string>((resolve, reject) => {
		const { hostname, port } = new URL(receiver.url);
		const socket = connect(Number(port), hostname);
		let text = '';
		socket.on('data', (chunk) => {
			text += chunk.toString();
			resolve(text);
			socket.destroy();
		});
		socket.on('error', reject);
		socket.write(
			'POST /amocrm?key=right-key HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
		);
		const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
		socket.write(chunk);
		socket.write(chunk);
	});
	expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('whoever still writes an oversize body is read to its end: no reset takes the answer away', async () => {
	const { hostname, port } = new URL(receiver.url);
	const socket = connect(Number(port), hostname);
	const [half, call] = ['y'.repeat(500_000), 'POST /amocrm?key=right-key HTTP/1.1\r\nHost: x\r\n'];
	socket.write(`${call}Content-Length: ${2 * half.length}\r\n\r\n${half}`);
	const [first] = (await once(socket, 'data')) as [Buffer];
	expect(first.toString()).toMatch(/^HTTP\/1\.1 413 /);
	await pause(200);
	socket.write(half);
	const next = update(1);
	socket.write(`${call}Content-Length: ${next.length}\r\n\r\n${next}`);
	const [second] = (await once(socket, 'data')) as [Buffer];
	expect(second.toString()).toMatch(/^HTTP\/1\.1 200 /);
	socket.destroy();
});

test('what cannot be read is stored as it came', async () => {
	const body = Buffer.from([0xff, 0x00, 0x3d, 0xfe]);
	expect((await post(body)).status).toBe(200);
	expect((await post('')).status).toBe(200);
	expect(await rows(`event_type, status, payload ->> 'encoding' as encoding`)).toEqual([
		{ event_type: 'delivery.unreadable', status: 'dead', encoding: 'base64' },
		{ event_type: 'delivery.unreadable', status: 'dead', encoding: 'utf8' },
	]);
});

test('a trigger published later is known at once, a changed filter within ten seconds', async () => {
	const second = { ...endpoint, queue: 'second', account: null, events: [] };
	await saveEndpoint(database.pool, 'second-key', second);
	await eventually('the new key is known', async () => {
		return (await post(update(4), 'second-key')).status === 200;
	});
	await saveEndpoint(database.pool, 'second-key', { ...second, events: ['contact.add'] });
	await eventually(
		'the new filter holds',
		async () => {
			await database.pool.query('truncate amocrm_webhook_events');
			await post(update(4), 'second-key');
			const [row] = (await rows('status')) as Array<{ status: string }>;
			return row?.status === 'skipped';
		},
		15,
	);
});

test('a part of n8n that does not know the account yet does not make it forgotten', async () => {
	const fourth = { ...endpoint, queue: 'fourth' };
	await saveEndpoint(database.pool, 'fourth-key', fourth);
	await saveEndpoint(database.pool, 'fourth-key', {
		...fourth,
		account: null,
		events: ['lead.add'],
	});
	const known = await loadEndpoints(database.pool);
	expect(known.get(keyHash('fourth-key'))).toEqual({ ...fourth, events: ['lead.add'] });
});

test('a trigger whose settings cannot be read is left out and told, the others go on', async () => {
	await database.pool.query(`insert into amocrm_endpoints (queue, key_hash, settings)
		values ('odd', 'x', '{"bodyLimitBytes": 1153433.6}')`);
	await saveEndpoint(database.pool, 'third-key', { ...endpoint, queue: 'third' });
	await eventually('the new key is known', async () => {
		return (await post(update(6), 'third-key')).status === 200;
	});
	expect(lines.join('\n')).toContain('the trigger of queue "odd" has settings that cannot be read');
	await database.pool.query(`delete from amocrm_endpoints where queue = 'odd'`);
});

test('a database that hangs makes unknown keys wait for two seconds, not for its answer', async () => {
	const blocker = await database.pool.connect();
	await blocker.query('begin; lock table amocrm_endpoints in access exclusive mode');
	await pause(1_100); // no stranger is looked up twice a second
	const startedAt = performance.now();
	expect((await post(update(5), 'unknown')).status).toBe(503);
	expect(performance.now() - startedAt).toBeLessThan(2_000);
	expect((await post(update(5))).status).toBe(200);
	await blocker.query('rollback');
	blocker.release();
});

test('odd addresses, methods and headers are answered and end nothing', async () => {
	const { hostname, port } = new URL(receiver.url);
	const raw = (text: string) =>
		new Promise<string>((resolve) => {
			const socket = connect(Number(port), hostname);
			let answer = '';
			socket.on('data', (chunk) => (answer += chunk.toString()));
			socket.on('close', () => resolve(answer));
			socket.on('error', () => resolve(answer));
			socket.end(text);
		});
	for (const line of ['POST // HTTP/1.1', 'POST http://[ HTTP/1.1', 'POST /%?key=%zz HTTP/1.1']) {
		expect(await raw(`${line}\r\nHost: x\r\nContent-Length: 0\r\n\r\n`)).toMatch(
			/^HTTP\/1\.1 40\d /,
		);
	}
	expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
	expect((await post(update(1))).status).toBe(200);
});

test('health and metrics tell what a monitor needs', async () => {
	await post(update(1));
	const health = await http.get(`${receiver.url}/healthz`);
	expect(health.status).toBe(200);
	expect(health.data).toMatchObject({ status: 'ok' });
	const { data } = await http.get<string>(`${receiver.url}/metrics`);
	expect(data).toMatch(/^amocrm_receiver_requests_total\{status="200"\} \d+$/m);
	expect(data).toMatch(/^amocrm_receiver_events_total\{outcome="stored"\} \d+$/m);
	expect(data).toMatch(/^amocrm_inbox_events_waiting\{queue="receiver-test"\} 1$/m);
	expect(data).toMatch(/^amocrm_receiver_database_up 1$/m);
	expect(data).not.toContain('right-key');
});

test('a stop answers what is under way', async () => {
	const own = await startReceiver({ pool: database.pool, host: '127.0.0.1', port: 0, log });
	await http.post(`${own.url}/amocrm?key=right-key`, update(50));
	const blocker = await database.pool.connect();
	await blocker.query('begin; lock table amocrm_webhook_events in access exclusive mode');
	const answers = Promise.all(
		[51, 52, 53].map((id) => http.post(`${own.url}/amocrm?key=right-key`, update(id))),
	);
	await new Promise((resolve) => setTimeout(resolve, 200));
	const stopped = own.stop();
	await blocker.query('rollback');
	blocker.release();
	expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
	await stopped;
	await expect(http.get(`${own.url}/healthz`)).rejects.toThrow('ECONNREFUSED');
});

const halfSent = [
	'',
	'POST /amocrm?key=right-key HTTP/1.1\r\nHost: x\r\n',
	'POST /amocrm?key=right-key HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nleads',
];

const halfOpen = ({ url }: Receiver) =>
	halfSent.map((text) => {
		const { hostname, port } = new URL(url);
		const socket = connect(Number(port), hostname);
		socket.on('error', () => undefined); // a reset is an end, too
		socket.write(text);
		return new Promise<void>((resolve) => socket.resume().on('close', () => resolve()));
	});

test('whoever never finishes a call is hung up on, also by a receiver that is stopping', async () => {
	const own = await startReceiver({ pool: database.pool, host: '127.0.0.1', port: 0, log });
	await Promise.all(halfOpen(own));
	const late = halfOpen(own);
	await pause(200);
	const startedAt = performance.now();
	await own.stop();
	expect(performance.now() - startedAt).toBeLessThan(7_500);
	await Promise.all(late);
}, 60_000);
