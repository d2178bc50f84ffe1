import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nginxPrograms, startNginx, webhookHost, type RunningNginx } from '../support/nginx';
import { describeWith } from '../support/program';
import {
	startRecordingBackend,
	type Answer,
	type RecordingBackend,
} from '../support/recordingBackend';

const path = '/amocrm?key=k&x=1';

describeWith(nginxPrograms, 'n8n and the receiver', () => {
	let n8n: RecordingBackend;
	let receiver: RecordingBackend;
	let nginx: RunningNginx;

	const start = async (variables: Readonly<Record<string, string>>) => {
		n8n = await startRecordingBackend('n8n');
		receiver = await startRecordingBackend('receiver');
		nginx = await startNginx({
			N8N_UPSTREAM: n8n.address,
			RECEIVER_UPSTREAM: receiver.address,
			...variables,
		});
	};
	const stop = async () => {
		await nginx?.stop();
		await n8n?.close();
		await receiver?.close();
	};
	const clear = () => {
		n8n.requests.length = 0;
		receiver.requests.length = 0;
	};

	/** What amoCRM sees: the status, who answered, and that it was in time. */
	const call = async (fromN8n: Answer, fromReceiver: Answer) => {
		n8n.answerWith(fromN8n);
		receiver.answerWith(fromReceiver);
		const sent = Date.now();
		const { status, data } = await nginx.client(webhookHost).post(path, 'leads[add][0][id]=1');
		expect(Date.now() - sent).toBeLessThan(2000);
		return [status, (data as { from?: string }).from ?? 'nginx'];
	};

	/** nginx keeps the readiness of a single n8n for a second, by a clock of whole seconds. */
	const forgotten = () => pause(2_100);

	describe('off', () => {
		beforeAll(() => start({}));
		afterAll(stop);
		beforeEach(clear);

		it.each<[Answer, unknown]>([
			[200, [200, 'n8n']],
			[503, [503, 'n8n']],
			['hang', [503, 'nginx']],
		])('n8n says %s and the receiver is not asked', async (fromN8n, seen) => {
			expect(await call(fromN8n, 200)).toEqual(seen);
			expect(receiver.requests).toEqual([]);
		});

		it.each<Answer>([503, 'hang'])(
			'an n8n whose readiness is %s is not asked, whatever it would say',
			async (readiness) => {
				n8n.readyWith(readiness);
				await forgotten();
				expect(await call(200, 200)).toEqual([503, 'nginx']);
				expect([...n8n.requests, ...receiver.requests]).toEqual([]);
				n8n.readyWith(200);
				expect(await call(200, 200)).toEqual([200, 'n8n']);
			},
		);

		it('a disconnect is not taken by an n8n that starts: nobody would call again after its 200', async () => {
			n8n.answerWith(200);
			const client = nginx.client(webhookHost);
			const statuses = async () => [
				(await client.get('/api/amocrm/integration/disconnect?account_id=1')).status,
				(await client.post('/api/amo-crm/disconnect', '')).status,
				(await client.post('/api/amocrm/integration/secrets', '')).status,
			];
			n8n.readyWith(503);
			await forgotten();
			expect(await statuses()).toEqual([503, 503, 503]);
			expect(n8n.requests).toEqual([]);
			n8n.readyWith(200);
			expect(await statuses()).toEqual([200, 200, 200]);
			for (const own of [401, 500]) {
				n8n.answerWith(own);
				expect(await statuses()).toEqual([own, own, own]);
			}
		});
	});

	describe('fallback', () => {
		beforeAll(() => start({ RECEIVER_MODE: 'fallback' }));
		afterAll(stop);
		beforeEach(clear);

		it.each<Answer>([503, 'hang'])(
			'the receiver gets the call of an n8n whose readiness is %s: its 200 would be no answer of the trigger',
			async (readiness) => {
				n8n.readyWith(readiness);
				await forgotten();
				expect(await call(200, 200)).toEqual([200, 'receiver']);
				expect(await call(200, 'hang')).toEqual([503, 'nginx']);
				expect(n8n.requests).toEqual([]);
				n8n.readyWith(200);
				expect(await call(200, 503)).toEqual([200, 'n8n']);
			},
		);

		it.each([200, 403, 413])('%i of n8n is the answer', async (status) => {
			expect(await call(status, 200)).toEqual([status, 'n8n']);
			expect(receiver.requests).toEqual([]);
		});

		it.each<Answer>([400, 404, 422, 500, 502, 503, 504, 'hang'])(
			'after %s of n8n the receiver gets the same call',
			async (fromN8n) => {
				expect(await call(fromN8n, 200)).toEqual([200, 'receiver']);
				expect(receiver.requests).toMatchObject([
					{
						method: 'POST',
						body: 'leads[add][0][id]=1',
						headers: { 'x-forwarded-for': '127.0.0.1' },
					},
				]);
				expect(receiver.requests[0]?.url).toMatch(/\?key=k&x=1$/);
			},
		);

		it.each<[Answer, Answer, unknown]>([
			[503, 403, [403, 'receiver']],
			[503, 503, [503, 'receiver']],
			['hang', 'hang', [503, 'nginx']],
		])('%s and then %s are never 200', async (fromN8n, fromReceiver, seen) => {
			expect(await call(fromN8n, fromReceiver)).toEqual(seen);
		});

		it('the receiver answers when the port of n8n is closed', async () => {
			await n8n.close();
			expect(await call(200, 200)).toEqual([200, 'receiver']);
		});
	});

	describe('first', () => {
		beforeAll(() => start({ RECEIVER_MODE: 'first' }));
		afterAll(stop);
		beforeEach(clear);

		it.each([200, 413])('%i of the receiver is the answer', async (status) => {
			expect(await call(200, status)).toEqual([status, 'receiver']);
			expect(n8n.requests).toEqual([]);
		});

		it.each<Answer>([403, 404, 500, 502, 503, 504, 'hang'])(
			'after %s of the receiver n8n gets the call',
			async (fromReceiver) => {
				expect(await call(200, fromReceiver)).toEqual([200, 'n8n']);
				expect(n8n.requests).toMatchObject([{ method: 'POST', body: 'leads[add][0][id]=1' }]);
			},
		);

		it.each<[Answer, Answer, unknown]>([
			[403, 403, [403, 'n8n']],
			['hang', 'hang', [503, 'nginx']],
		])('%s of both is not 200', async (fromN8n, fromReceiver, seen) => {
			expect(await call(fromN8n, fromReceiver)).toEqual(seen);
		});

		it.each<Answer>([503, 'hang'])(
			'an n8n whose readiness is %s is not asked in place of the receiver',
			async (readiness) => {
				n8n.readyWith(readiness);
				await forgotten();
				expect(await call(200, 'hang')).toEqual([503, 'nginx']);
				expect(n8n.requests).toEqual([]);
				n8n.readyWith(200);
			},
		);

		it('n8n answers when the port of the receiver is closed', async () => {
			await receiver.close();
			expect(await call(200, 200)).toEqual([200, 'n8n']);
		});
	});

	describe.each(['off', 'fallback', 'first'])('with a list of addresses, mode %s', (mode) => {
		const list = join(tmpdir(), `amocrm-allow-${process.pid}-${mode}`);
		afterEach(async () => {
			await stop();
			rmSync(list, { force: true });
		});
		const startWith = (text: string) => {
			writeFileSync(list, text);
			return start({ RECEIVER_MODE: mode, AMOCRM_ALLOW_LIST: list });
		};

		it('a stranger gets 403 and nobody behind nginx hears of it', async () => {
			await startWith('203.0.113.0/24\n');
			expect(await call(200, 200)).toEqual([403, 'nginx']);
			const test = await nginx.client(webhookHost).post('/webhook-test/a/amocrm', 'a=1');
			expect(test.status).toBe(403);
			expect([...n8n.requests, ...receiver.requests]).toEqual([]);
			// The list is for amoCRM; the app of a customer's phone comes from anywhere.
			const app = await nginx.client(webhookHost).post('/api/amo-crm/disconnect', '');
			expect(app.status).toBe(200);
		});

		it('who is on the list comes in', async () => {
			await startWith('203.0.113.0/24\n127.0.0.1 # this machine\n');
			expect((await call(200, 200))[0]).toBe(200);
		});

		it('an empty list lets everybody in', async () => {
			await startWith('# nobody yet\n');
			expect((await call(200, 200))[0]).toBe(200);
		});
	});
});
