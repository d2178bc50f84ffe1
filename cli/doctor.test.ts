import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { doctorCommand } from './doctor';

/** What `doctor` says without a database, of settings as people mistype them. */
async function doctor(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
	let out = '';
	const code = await doctorCommand(args, {
		stdin: Readable.from([]),
		stdout: { write: (text) => (out += text) },
		stderr: { write: () => undefined },
		env: { AMOCRM_DATA_DIR: '/nowhere', ...env },
	});
	return { code, out };
}

it.each(['AMOCRM_WEBHOOK_URL', 'AMOCRM_PUBLIC_URL', 'N8N_URL'])(
	'a %s that is no address does not end the check-up',
	async (name) => {
		const { code, out } = await doctor({ [name]: 'webhook.example.ru/amocrm' });
		expect(code).toBe(name === 'AMOCRM_PUBLIC_URL' ? 0 : 1);
		expect(out).toContain('Jarvis');
		if (name === 'AMOCRM_WEBHOOK_URL') expect(out).toContain('rule: whole address');
	},
);

it.each(['AMOCRM_JARVIS_URL', 'N8N_URL'])('a password in %s is not shown', async (name) => {
	const { code, out } = await doctor({ [name]: 'http://somebody:jarvis-p@ss@127.0.0.1:1' });
	expect(code).toBe(1);
	expect(out).not.toMatch(/jarvis-p|p@ss|ss@|somebody/);
});

it.each(['https://user:p@ss@n8n.example.invalid/x', 'https://user:sec/ret@n8n.example.ru/x'])(
	'a password in the redirect URI %s is not shown',
	async (url) => {
		const { code, out } = await doctor({}, ['--redirect-uri', url]);
		expect(code).toBe(1);
		expect(out).not.toMatch(/p@ss|ss@|sec\/|ret@/);
	},
);

it('a subdomain that cannot be one is told with the remedy, and the other checks go on', async () => {
	const { code, out } = await doctor({
		AMOCRM_SUBDOMAIN: 'example.kommo.com',
		AMOCRM_ACCESS_TOKEN: 'x',
	});
	expect(code).toBe(1);
	expect(out).toContain('The account is at kommo.com: choose that domain');
	expect(out).toContain('Jarvis');
});

describe('an account', () => {
	let server: Server;
	let answer: (path: string) => readonly [status: number, headers: object, body: string];
	const asked: string[] = [];
	const dataDir = mkdtempSync(join(tmpdir(), 'amocrm-doctor-'));

	beforeAll(async () => {
		server = createServer((request, response) => {
			asked.push(request.url ?? '');
			const [status, headers, body] = answer(request.url ?? '');
			response.writeHead(status, { ...headers }).end(body);
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const closed = 'postgres://127.0.0.1:1/x';
		const stack = {
			n8n: { url },
			sandbox: { url, token: 'sandbox-token' },
			postgres: { url: closed, n8nUrl: closed },
			jarvisUrl: url,
		};
		writeFileSync(join(dataDir, 'stack.json'), JSON.stringify(stack));
	});
	afterAll(async () => {
		rmSync(dataDir, { recursive: true });
		await new Promise((resolve) => server.close(resolve));
	});

	it('that was renamed is called so: the redirect is not followed', async () => {
		answer = (path) =>
			path.startsWith('/api/')
				? [301, { location: '/elsewhere' }, '']
				: [path === '/elsewhere' ? 401 : 200, {}, ''];
		const { out } = await doctor({ AMOCRM_DATA_DIR: dataDir });
		expect(out).toMatch(/^FAIL token .*another address/m);
		expect(asked).not.toContain('/elsewhere');
	});

	it('may have webhooks of others whose address is none', async () => {
		const webhook = (destination: string) => ({ destination, disabled: false, settings: ['a'] });
		answer = () => [
			200,
			{ 'content-type': 'application/json' },
			JSON.stringify({
				...{ id: 1, subdomain: 'example' },
				_embedded: { webhooks: [webhook('example.ru/old'), webhook('https://n8n.example.ru/x')] },
			}),
		];
		const { out } = await doctor({
			AMOCRM_DATA_DIR: dataDir,
			AMOCRM_PUBLIC_URL: 'https://n8n.example.ru/',
		});
		expect(out).toMatch(/^ok {3}webhook .*1 active, 1 event kinds/m);
	});
});
