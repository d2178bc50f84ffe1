import axios from 'axios';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { saveEndpoint } from '../../src/inbox/endpoints';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { startReceiverProcess, type ReceiverProcess } from '../support/receiverProcess';

/** `amocrm-pipeline receive --processes 2`. */
const calls = 400;
let database: TestDatabase;
let receiver: ReceiverProcess;

const http = axios.create({ validateStatus: () => true, timeout: 10_000 });
const options = ['--processes', '2'];

const post = async (id: number): Promise<number> => {
	const body = `leads[update][0][id]=${id}&leads[update][0][updated_at]=1748268812`;
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	return (await http.post(`${receiver.url}/amocrm?key=right-key`, body, { headers })).status;
};

const children = (): readonly number[] =>
	readFileSync(`/proc/${receiver.pid}/task/${receiver.pid}/children`, 'utf8')
		.split(' ')
		.filter(Boolean)
		.map(Number);

const metric = async (line: string): Promise<number> => {
	const { data } = await http.get<string>(`${receiver.url}/metrics`);
	const found = data.split('\n').find((text) => text.startsWith(`${line} `));
	return Number(found?.split(' ')[1]);
};

beforeAll(async () => {
	database = await createTestDatabase();
	await saveEndpoint(database.pool, 'right-key', {
		queue: 'processes-test',
		account: null,
		bodyLimitBytes: 100_000,
		dedupeWindowSeconds: 86_400,
		events: [],
		pipelines: [],
		statuses: [],
		ignoreOwnChanges: false,
	});
	receiver = await startReceiverProcess(database.url, 0, { options });
});

afterAll(async () => {
	await receiver?.kill();
	await database?.drop();
});

test('both take calls, each is stored once, and the metrics are those of both', async () => {
	expect(children()).toHaveLength(2);
	const answers = await Promise.all(Array.from({ length: calls }, (_, index) => post(index)));
	expect(new Set(answers)).toEqual(new Set([200]));
	const { rows } = await database.pool.query(
		'select count(*)::int as n, count(distinct amocrm_entity_id)::int as leads from amocrm_webhook_events',
	);
	expect(rows).toEqual([{ n: calls, leads: calls }]);
	expect(await metric('amocrm_receiver_requests_total{status="200"}')).toBe(calls);
	expect(await metric('amocrm_receiver_events_total{outcome="stored"}')).toBe(calls);
	// What the database holds is told once, not once a process.
	expect(await metric('amocrm_inbox_events_waiting{queue="processes-test"}')).toBe(calls);
	expect(await metric('amocrm_receiver_database_up')).toBe(1);
});

test('one that is killed is replaced, and calls are answered meanwhile', async () => {
	const [first = 0, second] = children();
	process.kill(first, 'SIGKILL');
	await eventually('the other one answers', async () => (await post(calls)) === 200);
	await eventually('there are two again', async () => {
		const now = children();
		return now.length === 2 && !now.includes(first) && now.includes(second ?? 0);
	});
	expect(receiver.log()).toContain('a process ended (SIGKILL)');
	await eventually('both tell their metrics', async () => {
		return (await metric('amocrm_receiver_database_up')) === 1;
	});
});

test('SIGTERM ends all of them, with exit code 0', async () => {
	const pids = children();
	expect(await receiver.stop()).toBe(0);
	for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
	expect(receiver.log()).toContain('Receiver: stopped');
});

test('a port that is taken ends it with one reason, not with endless attempts', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	await expect(startReceiverProcess(database.url, port, { options })).rejects.toThrow(
		/ended \(1\)[\s\S]*EADDRINUSE/,
	);
	server.close();
});
