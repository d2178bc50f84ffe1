import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { testSandbox, type TestSandbox } from '../support/sandbox';

const started: TestSandbox[] = [];
let folder: string;

const start = async (stateFile?: string): Promise<TestSandbox> => {
	const box = await testSandbox(stateFile ? { stateFile } : {});
	started.push(box);
	return box;
};

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
});

afterEach(async () => {
	for (const { sandbox } of started.splice(0)) await sandbox.close();
	rmSync(folder, { recursive: true, force: true });
});

describe('state file', () => {
	it('a restart keeps leads, subscriptions, tokens and waiting deliveries', async () => {
		const stateFile = join(folder, 'sandbox.json');
		const first = await start(stateFile);
		const [app] = (await first.control.get('/integrations')).data;
		const { data: grant } = await first.control.post('/oauth/codes', { client_id: app.client_id });
		const { data: pair } = await first.anonymous.post('/oauth2/access_token', {
			...app,
			grant_type: 'authorization_code',
			code: grant.code,
		});
		// Nobody listens there: the delivery waits for its second attempt.
		const destination = 'http://127.0.0.1:9/hook';
		await first.api.post('/webhooks', { destination, settings: ['add_lead'] });
		const { data: lead } = await first.control.post('/leads', { name: 'Kept', price: 7 });
		const attempts = async (box: TestSandbox): Promise<number> =>
			(await box.control.get('/deliveries')).data[0].attempts.length;
		await eventually('the first attempt', async () => (await attempts(first)) === 1, 5);
		await started.pop()?.sandbox.close();

		const second = await start(stateFile);
		expect((await second.control.get(`/leads/${lead.id}`)).data).toMatchObject({
			name: 'Kept',
			price: 7,
		});
		expect((await second.api.get('/webhooks')).data._embedded.webhooks).toMatchObject([
			{ destination },
		]);
		const headers = { authorization: `Bearer ${pair.access_token}` };
		expect((await second.anonymous.get('/api/v4/account', { headers })).status).toBe(200);
		await second.control.post('/clock/advance', { seconds: 301 });
		await eventually('the second attempt', async () => (await attempts(second)) === 2, 5);
		const { data: next } = await second.control.post('/leads', { name: 'Next' });
		expect(next.id).toBeGreaterThan(lead.id);
	});

	it('is written soon after a change, not only at the end, and only its owner may read it', async () => {
		const stateFile = join(folder, 'sandbox.json');
		const box = await start(stateFile);
		await box.control.post('/leads', { name: 'Written at once' });
		await eventually('it is in the file', async () =>
			readFileSync(stateFile, 'utf8').includes('Written at once'),
		);
		expect(statSync(stateFile).mode & 0o077).toBe(0);
	});

	it('of an older sandbox gives its notes a type and its tasks a duration', async () => {
		const stateFile = join(folder, 'sandbox.json');
		const first = await start(stateFile);
		const { data: note } = await first.control.post('/notes', { entity_id: 12345, text: 'Old' });
		const { data: task } = await first.control.post('/tasks', { entity_id: 12345, text: 'Old' });
		await started.pop()?.sandbox.close();
		const { version, data } = JSON.parse(readFileSync(stateFile, 'utf8'));
		const { created_by, created_at } = note;
		const written = { id: note.id, entity_kind: 'leads', entity_id: 12345, text: 'Old' };
		const old = { ...written, created_by, created_at, updated_at: created_at };
		const { duration: _duration, group_id: _group, ...oldTask } = task;
		const notes = { $map: [[note.id, old]] };
		const tasks = { $map: [[task.id, oldTask]] };
		writeFileSync(stateFile, JSON.stringify({ version, data: { ...data, notes, tasks } }));

		const { api } = await start(stateFile);
		expect((await api.get(`/leads/12345/notes/${note.id}`)).data).toMatchObject({
			note_type: 'common',
			params: { text: 'Old' },
			responsible_user_id: created_by,
		});
		expect((await api.get(`/tasks/${task.id}`)).data).toMatchObject({ duration: 0, group_id: 0 });
	});

	it('a file from before there were settings gets those of a new account', async () => {
		const stateFile = join(folder, 'sandbox.json');
		const before = await start(stateFile);
		await before.control.post('/leads', { name: 'Kept' });
		await started.pop()?.sandbox.close();
		const { version, data } = JSON.parse(readFileSync(stateFile, 'utf8'));
		const { settings: _settings, ...older } = data;
		writeFileSync(stateFile, JSON.stringify({ version, data: older }));

		const box = await start(stateFile);
		expect((await box.api.get('/widgets')).status).toBe(200);
		expect((await box.api.get('/sources')).status).toBe(204);
		const leads = (await box.api.get('/leads?query=Kept')).data._embedded.leads;
		expect(leads).toMatchObject([{ name: 'Kept' }]);
	});

	it('of an older sandbox gets the seeded catalogs, and their fields beside its own', async () => {
		const stateFile = join(folder, 'sandbox.json');
		await start(stateFile);
		await started.pop()?.sandbox.close();
		const { version, data } = JSON.parse(readFileSync(stateFile, 'utf8'));
		const { catalogs: _catalogs, fieldGroups: _groups, ...old } = data;
		const fields = { ...data.fields, leads: [], 'catalogs/4521': undefined };
		writeFileSync(stateFile, JSON.stringify({ version, data: { ...old, fields } }));

		const { api } = await start(stateFile);
		const { data: element } = await api.get('/catalogs/4521/elements/525439');
		expect(element.custom_fields_values[0]).toMatchObject({ field_code: 'SKU' });
		expect((await api.get('/leads/custom_fields')).status).toBe(204);
		expect((await api.get('/leads/custom_fields/groups')).data._total_items).toBe(2);
	});

	it.each([
		['{"version": 1', 'cannot be read'],
		['{"version": 99, "data": {}}', 'another version'],
	])('%s is refused with the way out', async (text, reason) => {
		const stateFile = join(folder, 'sandbox.json');
		writeFileSync(stateFile, text);
		await expect(testSandbox({ stateFile })).rejects.toThrow(reason);
		await expect(testSandbox({ stateFile })).rejects.toThrow('Delete it to start anew');
	});

	it('a taken port rejects', async () => {
		const { sandbox } = await start();
		const port = Number(new URL(sandbox.url).port);
		await expect(testSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});
});

describe('receivers', () => {
	it('Jarvis keeps bodies and idempotency keys in order of arrival', async () => {
		const box = await start();
		expect((await box.anonymous.get('/jarvis/health')).status).toBe(200);
		for (const n of [1, 2]) {
			const { data } = await box.anonymous.post(
				'/jarvis/amocrm/process-webhook',
				{ n },
				{ headers: { 'idempotency-key': `key-${n}`, authorization: 'Bearer hidden' } },
			);
			expect(data).toEqual({ ok: true });
		}
		const { data: calls } = await box.control.get('/jarvis');
		expect(calls).toMatchObject([
			{ seq: 1, body: { n: 1 }, idempotencyKey: 'key-1' },
			{ seq: 2, body: { n: 2 }, idempotencyKey: 'key-2' },
		]);
		expect(JSON.stringify(calls)).not.toContain('hidden');
		await box.control.delete('/jarvis');
		expect((await box.control.get('/jarvis')).data).toEqual([]);
	});

	it('Telegram answers as Telegram does and never shows the token', async () => {
		const box = await start();
		const path = '/telegram/bot123:SECRET/sendMessage';
		const { data } = await box.anonymous.post(path, { chat_id: 77, text: 'Hello' });
		expect(data).toMatchObject({ ok: true, result: { chat: { id: 77 }, text: 'Hello' } });
		const empty = await box.anonymous.post(path, { chat_id: 77 });
		expect(empty.data).toMatchObject({ ok: false, error_code: 400 });
		const { data: calls } = await box.control.get('/telegram');
		expect(calls).toMatchObject([{ method: 'sendMessage', body: { chat_id: 77, text: 'Hello' } }]);
		expect(JSON.stringify(calls)).not.toContain('SECRET');
	});
});

describe('faults', () => {
	it('an API fault answers in place of the API, as often as it was asked for', async () => {
		const box = await start();
		await box.control.post('/faults', {
			target: 'api',
			match: { path: '/leads', method: 'get' },
			status: 429,
			headers: { 'Retry-After': '1' },
			times: 2,
		});
		expect((await box.api.get('/account')).status).toBe(200);
		const refused = await box.api.get('/leads');
		expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
		expect((await box.api.get('/leads')).status).toBe(429);
		expect((await box.api.get('/leads')).status).toBe(200);
		expect((await box.control.get('/faults')).data).toEqual([]);
	});

	it('matches by content of the body and lets others pass', async () => {
		const box = await start();
		const { data: fault } = await box.control.post('/faults', {
			target: 'jarvis',
			status: 500,
			match: { bodyContains: 'poison' },
		});
		const send = (text: string) => box.anonymous.post('/jarvis/amocrm/process-webhook', { text });
		expect((await send('poison')).status).toBe(500);
		expect((await send('fine')).status).toBe(200);
		await box.control.delete(`/faults/${fault.id}`);
		expect((await send('poison')).status).toBe(200);
	});

	it('delays an answer, cuts a connection', async () => {
		const box = await start();
		await box.control.post('/faults', { target: 'api', delayMs: 300, times: 1 });
		const at = Date.now();
		expect((await box.api.get('/account')).status).toBe(200);
		expect(Date.now() - at).toBeGreaterThanOrEqual(295);
		await box.control.post('/faults', { target: 'oauth', drop: true });
		await expect(box.anonymous.post('/oauth2/access_token', {})).rejects.toThrow();
		const { data: requests } = await box.control.get('/requests');
		expect(requests.at(-1)).toMatchObject({ path: '/oauth2/access_token', status: 0 });
	});

	it('a fault without an effect or with an unknown target is refused by field', async () => {
		const box = await start();
		const nothing = await box.control.post('/faults', { target: 'api' });
		expect(nothing.status).toBe(400);
		expect(nothing.data.detail).toContain('status, delayMs or drop');
		const unknown = await box.control.post('/faults', { target: 'moon', status: 500 });
		expect(unknown.data.detail).toMatch(/^target: /);
	});
});

describe('control API', () => {
	it('is behind neither the token nor the limit, and is not in the log of requests', async () => {
		const box = await start();
		const answers = await Promise.all(Array.from({ length: 20 }, () => box.control.get('/state')));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		await box.api.get('/account');
		const { data } = await box.control.get('/requests');
		expect(data).toMatchObject([{ method: 'GET', path: '/api/v4/account', status: 200 }]);
		expect((await box.control.get(`/requests?since=${data[0].seq}`)).data).toEqual([]);
	});

	it.each([
		['another page of the browser', { origin: 'https://evil.example' }],
		['a foreign name that points here', { host: 'evil.example:8090' }],
	])('refuses %s', async (_who, headers) => {
		const box = await start();
		const { status } = await box.control.get('/integrations', { headers });
		expect(status).toBe(403);
	});

	it('says which lead does not exist, and which field is wrong', async () => {
		const box = await start();
		const missing = await box.control.patch('/leads/5', { price: 1 });
		expect([missing.status, missing.data.detail]).toEqual([404, 'There is no lead 5.']);
		const wrong = await box.control.patch('/leads/12345', { price: 'ten' });
		expect(wrong.data['validation-errors'][0].errors[0]).toMatchObject({ path: 'price' });
	});

	it('a reset brings the seeded account back and keeps subscriptions', async () => {
		const box = await start();
		await box.api.post('/webhooks', {
			destination: 'http://127.0.0.1:9/x',
			settings: ['add_lead'],
		});
		await box.control.patch('/leads/12345', { price: 1 });
		await box.control.post('/reset');
		expect((await box.control.get('/leads/12345')).data.price).toBe(265000);
		expect((await box.control.get('/state')).data).toMatchObject({ subscriptions: 1, requests: 0 });
	});

	it('the page and what it loads are served', async () => {
		const box = await start();
		const { data, status } = await box.anonymous.get('/');
		expect(status).toBe(200);
		for (const [, path] of String(data).matchAll(/(?:src|href)="([\w.-]+\.(?:js|css))"/g)) {
			expect((await box.anonymous.get(`/${path}`)).status).toBe(200);
		}
		expect(data).toContain('page.js');
	});
});
