import { request } from 'node:https';
import type { N8nRest } from '../../stack/n8nRest';
import { eventually } from '../support/eventually';
import {
	editorHost,
	localAgent,
	nginxPrograms,
	startNginx,
	webhookHost,
	type RunningNginx,
} from '../support/nginx';
import { describeWith } from '../support/program';
import { startTestStack, type TestStack } from './support/testStack';

describeWith(nginxPrograms, 'n8n behind nginx', () => {
	let test$: TestStack;
	let rest: N8nRest;
	let nginx: RunningNginx;
	let key: string;

	beforeAll(async () => {
		// Without our hook; tests/e2e/redirectUris.test.ts has it.
		test$ = await startTestStack({}, { n8nEnvironment: { EXTERNAL_HOOK_FILES: '' } });
		rest = await test$.n8n();
		const webhook = new URL(test$.stack.facts().webhookUrl ?? '');
		key = webhook.searchParams.get('key') ?? '';
		// AMOCRM_TRIGGER_PATH is left to its default, the shipped workflow.
		nginx = await startNginx({ N8N_UPSTREAM: new URL(test$.stack.facts().n8n.url).host });
	});
	afterAll(async () => {
		await nginx?.stop();
		await test$?.close();
	});

	const storedLeads = async (id: string): Promise<number> => {
		const found = await test$.pool.query(
			'select 1 from amocrm_webhook_events where amocrm_entity_id = $1',
			[id],
		);
		return found.rows.length;
	};

	it.each([
		['/amocrm', '9100001'],
		['/api/amo-crm/webhook', '9100002'],
		['/webhook/amocrm', '9100003'],
	])('a webhook at %s is stored before it is answered', async (path, id) => {
		const answer = await nginx
			.client(webhookHost)
			.post(`${path}?key=${key}`, `leads[status][0][id]=${id}&leads[status][0][status_id]=142`);
		expect([answer.status, answer.data]).toEqual([200, { received: 1, duplicates: 0 }]);
		expect(await storedLeads(id)).toBe(1);
	});

	it('a webhook without the key is refused by the trigger and not stored', async () => {
		const answer = await nginx
			.client(webhookHost)
			.post('/amocrm?key=guessed', 'leads[add][0][id]=9100004');
		expect([answer.status, answer.data]).toEqual([403, { error: 'wrong or missing key' }]);
		expect(await storedLeads('9100004')).toBe(0);
	});

	it('the editor opens and signs in', async () => {
		const page = await nginx.client(editorHost).get<string>('/');
		expect(page.status).toBe(200);
		expect(page.data).toContain('<title>n8n');
		const { email, password } = test$.stack.facts().n8n;
		const signedIn = await nginx
			.client(editorHost)
			.post('/rest/login', { emailOrLdapLoginId: email, password });
		expect([signedIn.status, signedIn.data]).toMatchObject([200, { data: { email } }]);
		expect(signedIn.headers['set-cookie']?.join()).toContain('n8n-auth=');
	});

	it('the editor gets its push, whose origin n8n compares with the host it was called by', async () => {
		const push = (origin: string): Promise<readonly unknown[]> =>
			new Promise((resolve, reject) => {
				const upgrade = request({
					...{ host: editorHost, port: nginx.httpsPort, path: '/rest/push?pushRef=test' },
					agent: localAgent(nginx.certificate),
					headers: {
						...{ connection: 'Upgrade', upgrade: 'websocket', origin },
						...{ 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
						cookie: rest.cookie,
					},
				});
				upgrade.on('error', reject);
				upgrade.on('response', ({ statusCode }) => resolve([statusCode]));
				upgrade.on('upgrade', ({ statusCode }, socket, head) => {
					let received = head;
					const end = (): void => {
						clearTimeout(timer);
						socket.destroy();
						resolve([statusCode, /Invalid \w+!/.exec(received.toString('latin1'))?.[0]]);
					};
					// What n8n has against the caller it says after the upgrade, and hangs up; a welcome one hears
					// nothing of the kind.
					const timer = setTimeout(end, 5000);
					socket.on('data', (frame: Buffer) => {
						received = Buffer.concat([received, frame]);
						if (received.includes('Invalid')) end();
					});
					socket.on('close', end);
				});
				upgrade.end();
			});
		expect(await push(`https://${editorHost}:${nginx.httpsPort}`)).toEqual([101, undefined]);
		expect(await push('https://evil.example.test')).toEqual([101, 'Invalid origin!']);
	});

	it('an amoCRM that looks at no redirect_uri for the consent needs no hook for a Redirect URL', async () => {
		const { n8n, sandbox } = test$.stack.facts();
		const redirectUrl = `https://${webhookHost}/oauth2/callback`;
		const { data: integration } = await test$.control.post('/integrations', {
			name: 'n8n behind nginx',
			redirect_uri: redirectUrl,
		});
		const { client_id: clientId, client_secret: clientSecret } = integration as {
			client_id: string;
			client_secret: string;
		};
		const fields = {
			domain: 'sandbox',
			sandboxUrl: sandbox?.url,
			clientId,
			clientSecret,
			redirectUrl,
		};
		const { data: created } = await rest.http.post('/rest/credentials', {
			...{ name: 'nginx', type: 'amoCrmOAuth2Api', data: fields },
		});
		const auth = await rest.http.get(`/rest/oauth2-credential/auth?id=${created.data.id}`);
		const consent = new URL(auth.data.data as string);
		expect(consent.searchParams.get('redirect_uri')).toBe(
			`${n8n.url}/rest/oauth2-credential/callback`,
		);
		const { data: issued } = await test$.control.post('/oauth/codes', { client_id: clientId });
		const query = new URLSearchParams({
			code: (issued as { code: string }).code,
			state: consent.searchParams.get('state') ?? '',
			referer: new URL(sandbox?.url ?? '').host,
			client_id: clientId,
		});

		const away = await nginx.client(webhookHost).get(`/oauth2/callback?${query}`);
		const callback = new URL(String(away.headers['location']));
		expect([away.status, callback.hostname]).toEqual([302, editorHost]);
		const page = await nginx.client(editorHost).get(`${callback.pathname}${callback.search}`, {
			headers: { cookie: rest.cookie },
		});
		expect([page.status, page.data]).toEqual([200, expect.not.stringContaining('<h4>Error')]);
		const calls = (await test$.control.get('/requests')).data as ReadonlyArray<{
			readonly path: string;
			readonly status: number;
		}>;
		const exchanged = calls.filter(({ path }) => path.startsWith('/oauth2/access_token'));
		expect(exchanged.map(({ status }) => status)).toEqual([200]);
	});

	it('answers 503 in time while n8n is away, 200 when it is back, and no log has the key', async () => {
		await test$.stack.n8n.stop();
		const body = 'leads[add][0][id]=9100005';
		const sent = Date.now();
		const answer = await nginx.client(webhookHost).post(`/amocrm?key=${key}`, body);
		expect(answer.status).toBe(503);
		expect(Date.now() - sent).toBeLessThan(2000);
		await test$.stack.restartN8n();
		await eventually('the repeated webhook is stored', async () => {
			const again = await nginx.client(webhookHost).post(`/amocrm?key=${key}`, body);
			return again.status === 200 && (await storedLeads('9100005')) === 1;
		});
		expect(nginx.accessLog().length).toBeGreaterThan(5);
		expect(nginx.logs()).not.toContain(key);
	});
});
