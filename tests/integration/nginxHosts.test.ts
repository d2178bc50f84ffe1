import { mkdirSync, writeFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import axios from 'axios';
import {
	editorHost,
	localAgent,
	nginxPrograms,
	startNginx,
	webhookHost,
	type RunningNginx,
} from '../support/nginx';
import { describeWith } from '../support/program';
import { startRecordingBackend, type RecordingBackend } from '../support/recordingBackend';

const triggerPath = '/webhook/11111111-2222-4333-8444-555555555555/amocrm';

describeWith(nginxPrograms, 'the two hosts', () => {
	let n8n: RecordingBackend;
	let processor: RecordingBackend;
	let nginx: RunningNginx;

	beforeAll(async () => {
		n8n = await startRecordingBackend('n8n');
		processor = await startRecordingBackend('processor');
		nginx = await startNginx({
			N8N_UPSTREAM: n8n.address,
			WEBHOOK_UPSTREAM: processor.address,
			AMOCRM_TRIGGER_PATH: triggerPath,
		});
	});
	afterAll(async () => {
		await nginx?.stop();
		await n8n?.close();
		await processor?.close();
	});
	beforeEach(() => {
		n8n.requests.length = 0;
		processor.requests.length = 0;
	});

	const plain = (host: string, path: string) =>
		axios.get<string>(`http://127.0.0.1:${nginx.httpPort}${path}`, {
			headers: { host },
			maxRedirects: 0,
			validateStatus: () => true,
		});

	it.each([editorHost, webhookHost])('%s moves from HTTP to HTTPS with its query', async (host) => {
		const answer = await plain(host, '/amocrm?key=1&b=2');
		expect(answer.status).toBe(308);
		expect(answer.headers['location']).toBe(`https://${host}/amocrm?key=1&b=2`);
	});

	it('leaves the path of certificate checks open on HTTP', async () => {
		const folder = join(nginx.folder, 'acme', '.well-known', 'acme-challenge');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'token'), 'proof');
		const answer = await plain(webhookHost, '/.well-known/acme-challenge/token');
		expect([answer.status, answer.data]).toEqual([200, 'proof']);
	});

	it('tells a health check that nginx runs, and strangers nothing', async () => {
		expect((await plain('127.0.0.1', '/healthz')).data).toBe('ok\n');
		await expect(plain('127.0.0.1', '/')).rejects.toThrow('socket hang up');
		const stranger = axios.get(`https://other.example.test:${nginx.httpsPort}/`, {
			httpsAgent: localAgent(nginx.certificate),
		});
		await expect(stranger).rejects.toThrow('unrecognized name');
		const twoNames = {
			httpsAgent: localAgent(nginx.certificate, webhookHost),
			headers: { host: 'other.example.test' },
		};
		expect((await nginx.client(webhookHost).get('/', twoNames)).status).toBe(421);
	});

	it('refuses TLS 1.1 and speaks 1.3', async () => {
		const handshake = (versions: object): Promise<string | null> =>
			new Promise((resolve, reject) => {
				const socket = connectTls({
					...{ port: nginx.httpsPort, host: '127.0.0.1', servername: webhookHost },
					...{ ca: nginx.certificate, ciphers: 'ALL@SECLEVEL=0', ...versions },
				});
				socket.on('secureConnect', () => {
					resolve(socket.getProtocol());
					socket.destroy();
				});
				socket.on('error', reject);
			});
		expect(await handshake({})).toBe('TLSv1.3');
		await expect(handshake({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })).rejects.toThrow(
			'protocol version',
		);
	});

	it('speaks HTTP/2 and asks browsers to stay with HTTPS', async () => {
		const session = connectHttp2(`https://${webhookHost}:${nginx.httpsPort}`, {
			createConnection: () =>
				connectTls({
					...{ port: nginx.httpsPort, host: '127.0.0.1', servername: webhookHost },
					...{ ca: nginx.certificate, ALPNProtocols: ['h2'] },
				}),
		});
		const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
			session.on('error', reject);
			const stream = session.request({ ':method': 'POST', ':path': '/amocrm?key=h2' });
			stream.on('response', resolve).on('error', reject);
			stream.end('a=1');
		});
		session.destroy();
		expect(headers[':status']).toBe(200);
		expect(headers['strict-transport-security']).toBe('max-age=63072000');
		expect(processor.requests[0]).toMatchObject({
			url: `${triggerPath}?key=h2`,
			headers: { host: `${webhookHost}:${nginx.httpsPort}` },
		});
	});

	it.each([
		['/amocrm', triggerPath],
		['/api/amo-crm/webhook', triggerPath],
		['/webhook/amocrm', triggerPath],
		['/webhook/another-trigger/amocrm', '/webhook/another-trigger/amocrm'],
		['/api/amocrm/integration/disconnect', '/webhook/api/amocrm/integration/disconnect'],
		['/api/amo-crm/disconnect', '/webhook/api/amo-crm/disconnect'],
		['/api/amocrm/integration/secrets', '/webhook/api/amocrm/integration/secrets'],
		['/api/exchange/requests', '/webhook/api/exchange/requests'],
		['/api/exchange/service-done', '/webhook/api/exchange/service-done'],
	])('the webhook host takes POST %s to %s, query and body kept', async (path, there) => {
		const query = '?key=a%2Fb%20c&x[0]=1&empty=';
		const answer = await nginx.client(webhookHost).post(path + query, 'leads[add][0][id]=1');
		expect([answer.status, answer.data]).toEqual([200, { from: 'processor' }]);
		expect(processor.requests).toMatchObject([
			{ method: 'POST', url: there + query, body: 'leads[add][0][id]=1' },
		]);
	});

	it('the uninstall hook of amoCRM is a GET and arrives as one', async () => {
		await nginx.client(webhookHost).get('/api/amocrm/integration/disconnect?account_id=1');
		expect(processor.requests).toMatchObject([
			{ method: 'GET', url: '/webhook/api/amocrm/integration/disconnect?account_id=1' },
		]);
	});

	it('the back end asks for the state of the connection with a GET, its token passed on', async () => {
		const headers = { authorization: 'Bearer a.b.c' };
		await nginx.client(webhookHost).get('/api/amo-crm/status', { headers });
		expect(processor.requests).toMatchObject([
			{ method: 'GET', url: '/webhook/api/amo-crm/status', headers },
		]);
	});

	it.each(['/api/amo-crm/disconnect', '/api/amocrm/integration/secrets', '/api/exchange/requests'])(
		'POST %s takes a token or keys, not megabytes that n8n would keep for hours',
		async (path) => {
			const client = nginx.client(webhookHost);
			expect((await client.post(path, 'x'.repeat(60_000))).status).toBe(200);
			processor.requests.length = 0;
			expect((await client.post(path, 'x'.repeat(70_000))).status).toBe(413);
			expect(processor.requests).toEqual([]);
		},
	);

	it('the test address of a trigger goes to the main process', async () => {
		await nginx.client(webhookHost).post('/webhook-test/abc/amocrm?key=1', 'a=1');
		expect(n8n.requests).toMatchObject([{ url: '/webhook-test/abc/amocrm?key=1' }]);
		expect(processor.requests).toEqual([]);
	});

	const callbacks = [
		'/oauth/amocrm/callback',
		'/api/amo-crm/callback',
		'/api/auth/amocrm/callback',
		'/oauth2/callback',
	];
	/** As long as amoCRM's codes, with what an address may hold beside letters. */
	const query = `code=def502${'0a'.repeat(400)}&state=eyJ0%2Bx%3D%3D&referer=a.amocrm.ru&platform=1`;
	const n8nCallback = `/rest/oauth2-credential/callback?${query}`;

	it('the editor host has the callback of n8n itself', async () => {
		await nginx.client(editorHost).get(n8nCallback);
		expect(n8n.requests).toMatchObject([{ method: 'GET', url: n8nCallback }]);
	});

	it.each(callbacks)(
		'the editor host sends %s to the callback of n8n, on its own host and port',
		async (path) => {
			const answer = await nginx.client(editorHost).get(`${path}?${query}`);
			expect([answer.status, answer.headers['location']]).toEqual([302, n8nCallback]);
			expect(n8n.requests).toEqual([]);
		},
	);

	it.each([...callbacks, '/rest/oauth2-credential/callback'])(
		'the webhook host sends %s to the editor host',
		async (path) => {
			const answer = await nginx.client(webhookHost).get(`${path}?${query}`);
			expect(answer.status).toBe(302);
			expect(answer.headers['location']).toBe(`https://${editorHost}${n8nCallback}`);
		},
	);

	it.each(callbacks)('%s with a slash at its end is no callback', async (path) => {
		await nginx.client(editorHost).get(`${path}/?${query}`);
		expect(n8n.requests).toMatchObject([{ url: `${path}/?${query}` }]);
		expect((await nginx.client(webhookHost).get(`${path}/?${query}`)).status).toBe(404);
	});

	it('the webhook host serves the logo and the page', async () => {
		const logo = await nginx.client(webhookHost).get<string>('/integration-logo.svg');
		expect(logo.headers['content-type']).toBe('image/svg+xml');
		expect(logo.data).toMatch(/<svg [^>]*width="256" height="256"/);
		const page = await nginx.client(webhookHost).get<string>('/docs');
		expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
		expect(page.data).toContain(`https://${webhookHost}/amocrm`);
	});

	it.each([
		'/',
		'/rest/login',
		'/rest/workflows',
		'/rest/oauth2-credential/auth',
		'/signin',
		'/webhook/other',
		'/webhook/a/b/amocrm',
		'/webhook-test/other',
		'/healthz',
		'/metrics',
		'/amocrm/',
		'/amocrm/../rest/login',
	])('the webhook host has nothing at %s', async (path) => {
		for (const method of ['get', 'post'] as const) {
			expect((await nginx.client(webhookHost)[method](path)).status).toBe(404);
		}
		expect([...n8n.requests, ...processor.requests]).toEqual([]);
	});

	it('the editor host leaves the webhooks of amoCRM to the other', async () => {
		expect((await nginx.client(editorHost).post(triggerPath, 'a=1')).status).toBe(404);
		expect((await nginx.client(editorHost).post('/webhook/my-form?a=1', 'a=1')).status).toBe(200);
		expect(n8n.requests).toMatchObject([{ url: '/webhook/my-form?a=1' }]);
	});

	// n8n drops a slash at the end and does not look at the case of its prefix.
	it.each([
		'/webhook/abc/amocrm/',
		'/webhook/abc/amocrm//',
		'/webhook//abc/amocrm',
		'/WebHook/abc/amocrm',
		'/webhook/abc%2Famocrm',
		'/webhook-test/abc/amocrm/',
		'/./webhook/abc/amocrm/?key=1',
	])('the editor host has no second door to a trigger: %s', async (path) => {
		expect((await nginx.client(editorHost).post(path, 'a=1')).status).toBe(404);
		expect(n8n.requests).toEqual([]);
	});

	it('the editor host takes files that the webhook host refuses', async () => {
		const body = Buffer.alloc(20_000_000, 'a');
		expect((await nginx.client(editorHost).post('/form/upload', body)).status).toBe(200);
		expect(n8n.requests[0]?.body).toHaveLength(20_000_000);
	});

	it('the push of the editor is a WebSocket both ways', async () => {
		const echoed = await new Promise<string>((resolve, reject) => {
			const upgrade = request({
				...{ host: editorHost, port: nginx.httpsPort, path: '/rest/push?pushRef=1' },
				agent: localAgent(nginx.certificate),
				headers: { connection: 'Upgrade', upgrade: 'websocket' },
			});
			upgrade.on('error', reject);
			upgrade.on('response', ({ statusCode }) => reject(new Error(`HTTP ${statusCode}`)));
			upgrade.on('upgrade', (_response, socket) => {
				socket.on('data', (data: Buffer) => {
					socket.destroy();
					resolve(data.toString());
				});
				socket.write('there and back');
			});
			upgrade.end();
		});
		expect(echoed).toBe('there and back');
		expect(n8n.requests[0]?.headers).toMatchObject({
			upgrade: 'websocket',
			host: `${editorHost}:${nginx.httpsPort}`,
			'x-forwarded-proto': 'https',
		});
	});
});
