import { connect as connectTls, type TLSSocket } from 'node:tls';
import axios from 'axios';
import { freePort } from '../../stack/ports';
import { eventually } from '../support/eventually';
import {
	editorHost,
	localAgent,
	nginxPrograms,
	startNginx,
	webhookHost,
	type NginxVariables,
	type RunningNginx,
} from '../support/nginx';
import { describeWith } from '../support/program';
import { startRecordingBackend, type RecordingBackend } from '../support/recordingBackend';

const key = 'c0ffee-secret-of-the-webhook';
const path = `/amocrm?key=${key}`;

describeWith(nginxPrograms, 'the webhook of amoCRM', () => {
	let n8n: RecordingBackend;
	let nginx: RunningNginx;

	beforeAll(async () => {
		n8n = await startRecordingBackend('n8n');
		nginx = await startNginx({ N8N_UPSTREAM: n8n.address });
	});
	afterAll(async () => {
		await nginx?.stop();
		await n8n?.close();
	});
	beforeEach(() => {
		n8n.requests.length = 0;
		n8n.answerWith(200);
	});

	const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
		nginx.client(webhookHost).post(path, body, { headers });

	it('brings the real address of the caller, whatever the caller says it is', async () => {
		await post('a=1', {
			'x-forwarded-for': '203.0.113.9, 198.51.100.1',
			'x-real-ip': '203.0.113.9',
			'x-forwarded-host': 'evil.example.test',
			'x-forwarded-proto': 'http',
			forwarded: 'for=203.0.113.9',
		});
		const seen = n8n.requests[0]?.headers ?? {};
		expect(seen).toMatchObject({
			'x-forwarded-for': '127.0.0.1',
			'x-real-ip': '127.0.0.1',
			'x-forwarded-host': `${webhookHost}:${nginx.httpsPort}`,
			'x-forwarded-proto': 'https',
		});
		expect(JSON.stringify(seen)).not.toMatch(/203\.0\.113\.9|198\.51\.100\.1|evil/);
	});

	it('keeps the headers that tell deliveries of amoCRM apart', async () => {
		await post('a=1', { 'x-delivery-id': 'd-1', 'x-request-id': 'r-1' });
		expect(n8n.requests[0]?.headers).toMatchObject({
			'x-delivery-id': 'd-1',
			'x-request-id': 'r-1',
		});
	});

	it('takes 10 MB and refuses 12 MB with 413 before n8n hears of it', async () => {
		expect((await post(Buffer.alloc(10 * 1024 * 1024, 'a'))).status).toBe(200);
		const before = n8n.started();
		const declared = await post(Buffer.alloc(12 * 1024 * 1024, 'a')).catch(
			(error: Error) => error.message,
		);
		// nginx answers at the first byte and closes; a client in the middle of sending may see only that.
		if (typeof declared === 'string') expect(declared).toMatch(/EPIPE|ECONNRESET/);
		else expect(declared.status).toBe(413);
		await eventually('413 is in the log', async () =>
			nginx.accessLog().some(({ status }) => status === '413'),
		);
		expect(n8n.started()).toBe(before);
	});

	it('refuses anything but POST itself', async () => {
		const before = n8n.started();
		expect((await nginx.client(webhookHost).get(path)).status).toBe(405);
		expect((await nginx.client(webhookHost).delete(path)).status).toBe(405);
		expect(n8n.started()).toBe(before);
	});

	it('refuses headers of 40 kB itself', async () => {
		const before = n8n.started();
		expect((await post('a=1', { 'x-long': 'a'.repeat(40_000) })).status).toBe(400);
		expect(n8n.started()).toBe(before);
	});

	const openRequest = (length: number): Promise<TLSSocket> =>
		new Promise((resolve, reject) => {
			const socket = connectTls(
				{
					...{ port: nginx.httpsPort, host: '127.0.0.1', servername: webhookHost },
					ca: nginx.certificate,
				},
				() => {
					socket.write(
						`POST ${path} HTTP/1.1\r\nHost: ${webhookHost}\r\nContent-Length: ${length}\r\n\r\n`,
					);
					resolve(socket);
				},
			);
			socket.on('error', reject);
		});

	it('n8n hears of a slow request when its last byte has arrived', async () => {
		const before = n8n.started();
		const socket = await openRequest(9);
		for (const part of ['lea', 'ds[', 'x']) {
			socket.write(part);
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
		expect(n8n.started()).toBe(before);
		socket.write(']=');
		await eventually('n8n has it', async () => n8n.requests.length === 1);
		expect(n8n.requests[0]?.body).toBe('leads[x]=');
		socket.destroy();
	});

	it.each([403, 404, 413, 500, 503])('passes %i of n8n on', async (status) => {
		n8n.answerWith(status);
		const answer = await post('a=1');
		expect([answer.status, answer.data]).toEqual([status, { from: 'n8n' }]);
	});

	it('answers 503 within two seconds when n8n hangs', async () => {
		n8n.answerWith('hang');
		const sent = Date.now();
		const answer = await post('a=1');
		expect([answer.status, answer.data]).toEqual([503, { error: 'unavailable, send it again' }]);
		expect(Date.now() - sent).toBeLessThan(2000);
		expect(n8n.requests).toHaveLength(1);
	});

	it('never says 429, however many calls come', async () => {
		const statuses = await Promise.all(
			Array.from({ length: 300 }, async () => (await post('a=1')).status),
		);
		expect(new Set(statuses)).toEqual(new Set([200]));
	});

	it('the log says everything about a call but its query', async () => {
		await post('a=1', { referer: `https://${webhookHost}${path}` });
		const line = await eventually('the line', async () => nginx.accessLog().at(-1));
		expect(line).toMatchObject({
			...{ host: webhookHost, method: 'POST', path: '/amocrm', status: '200' },
			...{ client: '127.0.0.1', upstream: n8n.address, upstream_status: '200' },
		});
		expect(nginx.logs()).not.toContain(key);
	});
});

describeWith(nginxPrograms, 'several webhook processors under one name', () => {
	it('the living one answers for the dead and the hanging one costs no more than the time there is', async () => {
		const dead = `127.0.0.1:${await freePort()}`;
		const alive = await startRecordingBackend('alive');
		const nginx = await startNginx(
			{ WEBHOOK_UPSTREAM: 'processors' },
			`upstream processors { server ${dead}; server ${alive.address}; keepalive 4; }`,
		);
		try {
			for (let call = 0; call < 6; call += 1) {
				const answer = await nginx.client(webhookHost).post(path, 'a=1');
				expect([answer.status, answer.data]).toEqual([200, { from: 'alive' }]);
			}
			expect(alive.requests).toHaveLength(6);
			alive.answerWith('hang');
			const sent = Date.now();
			expect((await nginx.client(webhookHost).post(path, 'a=1')).status).toBe(503);
			expect(Date.now() - sent).toBeLessThan(2000);
		} finally {
			await nginx.stop();
			await alive.close();
		}
	});
});

describeWith(
	nginxPrograms,
	'several webhook processors in an upstream with hash $request_id',
	() => {
		it('a processor that is starting gets no call, the others go on', async () => {
			const [starting, ready] = [
				await startRecordingBackend('starting'),
				await startRecordingBackend('ready'),
			];
			starting.readyWith(503);
			const nginx = await startNginx(
				{ WEBHOOK_UPSTREAM: 'processors' },
				`upstream processors { hash $request_id; server ${starting.address}; server ${ready.address}; }`,
			);
			try {
				const calls = await Promise.all(
					Array.from({ length: 40 }, () => nginx.client(webhookHost).post(path, 'a=1')),
				);
				expect(starting.requests).toEqual([]);
				expect(ready.requests.length).toBeGreaterThan(5);
				expect(calls.filter(({ status }) => status === 200)).toHaveLength(ready.requests.length);
				starting.readyWith(200);
				await Promise.all(
					Array.from({ length: 40 }, () => nginx.client(webhookHost).post(path, 'a=1')),
				);
				expect(starting.requests.length).toBeGreaterThan(5);
			} finally {
				await nginx.stop();
				await Promise.all([starting.close(), ready.close()]);
			}
		});
	},
);

/** The error log of nginx writes request lines whole: each way into it is walked here. */
describeWith(nginxPrograms, 'the key of the webhook stays out of all logs', () => {
	it.each<[string, NginxVariables]>([
		['n8n alone', {}],
		['n8n and then the receiver', { RECEIVER_MODE: 'fallback' }],
		['the receiver and then n8n', { RECEIVER_MODE: 'first' }],
		['host names nobody knows', { N8N_UPSTREAM: 'n8n.invalid:1', RESOLVER: '127.0.0.1:1' }],
	])('with dead upstreams: %s', async (_what, variables) => {
		const dead = `127.0.0.1:${await freePort()}`;
		const nginx = await startNginx({
			...{ N8N_UPSTREAM: dead, RECEIVER_UPSTREAM: dead },
			...variables,
		});
		try {
			const sent = Date.now();
			const answer = await nginx.client(webhookHost).post(path, 'a=1');
			expect([answer.status, answer.data]).toEqual([503, { error: 'unavailable, send it again' }]);
			expect(Date.now() - sent).toBeLessThan(2000);

			const webhook = nginx.client(webhookHost);
			await webhook.post(`/webhook/abc/amocrm?key=${key}`, 'a=1');
			await webhook.post(`/webhook-test/abc/amocrm?key=${key}`, 'a=1');
			await webhook.get(`/api/amo-crm/disconnect?key=${key}`);
			await webhook.get(`/nothing?key=${key}`);
			await webhook.post(path, Buffer.alloc(12_000_000)).catch(() => undefined);
			await webhook.post(path, 'a=1', { headers: { 'x-long': 'a'.repeat(40_000) } });
			await webhook.post(`/amocrm?${'a'.repeat(20_000)}&key=${key}`, 'a=1');
			await nginx.client(editorHost).get(`/oauth/amocrm/callback?code=${key}`);
			await nginx.client(editorHost).post(path, 'a=1');
			for (const host of [webhookHost, '127.0.0.1']) {
				const httpsAgent = localAgent(nginx.certificate, webhookHost);
				await webhook.post(path, 'a=1', { httpsAgent, headers: { host } });
				await axios
					.post(`http://127.0.0.1:${nginx.httpPort}${path}`, 'a=1', { headers: { host } })
					.catch(() => undefined);
			}
			await eventually('all is logged', async () => nginx.accessLog().length >= 14);
			const logs = nginx.logs();
			expect(logs).toContain(`"upstream":"`);
			expect(logs).not.toContain(key);
		} finally {
			await nginx.stop();
		}
	});
});
