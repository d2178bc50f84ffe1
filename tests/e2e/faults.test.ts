import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually';
import {
	pipelineWorkflow,
	setTriggerOptions,
	startTestStack,
	type TestStack,
} from './support/testStack';

/** What must survive: crashes of n8n and PostgreSQL, a Jarvis that is down, poison, garbage. */
let test$: TestStack;

const leaseSeconds = 6;
const maxAttempts = 4;

beforeAll(async () => {
	test$ = await startTestStack();
	await setTriggerOptions(await test$.n8n(), { leaseSeconds, maxAttempts, retrySeconds: 1 });
	await eventually('the webhook answers after the change', async () => {
		const { status } = await test$.post('leads[add][0][id]=12345&leads[add][0][updated_at]=1');
		return status === 200;
	});
});

afterAll(async () => {
	await test$?.close();
});

const rows = async (text: string, values: unknown[] = []) =>
	(await test$.pool.query(text, values)).rows;

const unfinished = async (): Promise<number> =>
	(
		await rows(
			`select count(*)::int as n from amocrm_webhook_events where status in ('pending', 'processing')`,
		)
	)[0].n;

const settled = (seconds = 90) =>
	eventually('nothing is pending any more', async () => (await unfinished()) === 0, seconds);

/** One lead update of its own content. */
let clock = 1_748_000_000;
const update = (id: number, name = 'x') => {
	clock += 1;
	return `leads[update][0][id]=${id}&leads[update][0][name]=${encodeURIComponent(name)}&leads[update][0][updated_at]=${clock}`;
};

const jarvis = async (): Promise<
	ReadonlyArray<{ body: { amocrm_entity_id: string; payload: { name?: string } } }>
> => (await test$.control.get('/jarvis')).data;

describe('n8n is killed', () => {
	it('between the answer and the run: the events are processed after the restart', async () => {
		await settled();
		const { data: fault } = await test$.control.post('/faults', {
			target: 'jarvis',
			delayMs: 3000,
		});
		const before = (await rows('select count(*)::int as n from amocrm_webhook_events'))[0].n;
		const answers = await Promise.all(
			Array.from({ length: 40 }, (_, i) => test$.post(update(500_000 + i))),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
		await test$.stack.n8n.kill();
		const [stored] = await rows('select count(*)::int as n from amocrm_webhook_events');
		expect(stored.n - before).toBe(40);
		expect(await unfinished()).toBeGreaterThan(0);
		await test$.control.delete(`/faults/${fault.id}`);
		await test$.stack.restartN8n();
		// A claimed batch comes back when its lease has run out; nothing may wait much longer than that.
		await settled(leaseSeconds + 20);
		const done = await rows(
			`select status from amocrm_webhook_events where amocrm_entity_id between '500000' and '500039'`,
		);
		expect(done.map(({ status }) => status)).toEqual(Array(40).fill('processed'));
	});

	it('in the middle of a batch: every event reaches Jarvis at least once, none is stuck', async () => {
		await settled();
		await test$.control.delete('/jarvis');
		const { data: fault } = await test$.control.post('/faults', {
			target: 'jarvis',
			delayMs: 4000,
		});
		for (let i = 0; i < 20; i += 1) await test$.post(update(510_000 + i));
		await eventually('a batch is in flight', async () => {
			const [row] = await rows(
				`select count(*)::int as n from amocrm_webhook_events where status = 'processing'`,
			);
			return row.n > 0;
		});
		await new Promise((resolve) => setTimeout(resolve, 1500));
		await test$.stack.n8n.kill();
		await test$.control.delete(`/faults/${fault.id}`);
		await test$.stack.restartN8n();
		await settled(leaseSeconds + 30);
		const reached = new Set((await jarvis()).map(({ body }) => body.amocrm_entity_id));
		for (let i = 0; i < 20; i += 1) expect(reached).toContain(String(510_000 + i));
	});
});

const subscriptions = async (): Promise<
	ReadonlyArray<{ destination: string; settings: readonly string[] }>
> => (await test$.control.get('/subscriptions')).data;

/** Switches the workflow off, sets the fault, and switches it on again. */
async function publishDuring(fault: object): Promise<{ clear(): Promise<unknown> }> {
	await settled();
	const rest = await test$.n8n();
	await rest.http.post(`/rest/workflows/${pipelineWorkflow}/deactivate`, {});
	await eventually(
		'the old subscription is removed',
		async () => (await subscriptions()).length === 0,
	);
	const { data } = await test$.control.post('/faults', fault);
	await rest.activate(pipelineWorkflow);
	return { clear: () => test$.control.delete(`/faults/${data.id}`) };
}

it('keeps the activation and subscribes later when amoCRM is down while the workflow is published', async () => {
	const fault = await publishDuring({ target: 'api', status: 503 });
	await eventually('the webhook answers although nobody is subscribed', async () => {
		const { status } = await test$.post(update(505_000));
		return status === 200;
	});
	// Longer than the client repeats by itself: from here on the trigger's own retries must do it.
	await new Promise((resolve) => setTimeout(resolve, 10_000));
	expect(await subscriptions()).toEqual([]);
	await fault.clear();
	await eventually(
		'amoCRM has the subscription',
		async () => (await subscriptions()).length === 1,
		60,
	);
	await settled();
});

it('subscribes to the rest when amoCRM refuses one kind of event', async () => {
	const fault = await publishDuring({
		target: 'api',
		status: 400,
		match: { method: 'POST', bodyContains: 'delete_talk' },
	});
	const [subscription] = await eventually(
		'amoCRM has the subscription and no trial one',
		async () => {
			const all = await subscriptions();
			return all.length === 1 && (all[0]?.settings.length ?? 0) > 30 && all;
		},
		60,
	);
	await fault.clear();
	expect(subscription?.settings).toContain('status_lead');
	expect(subscription?.settings).not.toContain('delete_talk');
	expect(subscription?.destination).not.toContain('probe');
});

it('answers 503 while PostgreSQL is down; amoCRM sends again and nothing is lost', async () => {
	await settled();
	await test$.control.delete('/requests');
	await test$.stack.postgres.stop();
	const startedAt = Date.now();
	const { status } = await test$.post(update(520_000));
	expect(status).toBeGreaterThanOrEqual(500);
	// amoCRM waits two seconds; a later answer would count as none.
	expect(Date.now() - startedAt).toBeLessThan(2000);
	const { data: lead } = await test$.control.post('/leads', {
		name: 'While it was down',
		price: 5,
	});
	await eventually('amoCRM has seen a bad answer', async () => {
		const { data } = await test$.control.get('/deliveries');
		return data.some(({ attempts }: { attempts: Array<{ status: number | null }> }) =>
			attempts.some((attempt) => (attempt.status ?? 0) >= 500 || attempt.status === null),
		);
	});
	await test$.stack.restartPostgres();
	await eventually('n8n answers again', async () => {
		const answer = await test$.post(update(520_001));
		return answer.status === 200;
	});
	await test$.control.post('/clock/advance', { seconds: 301 });
	await eventually(
		'the lead made meanwhile is a deal',
		async () => {
			const found = await rows('select 1 from amocrm_deals where amocrm_deal_id = $1', [
				String(lead.id),
			]);
			return found.length === 1;
		},
		60,
	);
	await settled();
});

it('delivers everything later, in order per entity, when Jarvis was down', async () => {
	await settled();
	await test$.control.delete('/jarvis');
	const { data: fault } = await test$.control.post('/faults', { target: 'jarvis', status: 503 });
	for (const name of ['first', 'second', 'third']) {
		for (const id of [530_001, 530_002, 530_003]) await test$.post(update(id, name));
	}
	await eventually('Jarvis has refused something', async () => {
		const [row] = await rows(
			`select count(*)::int as n from amocrm_webhook_events where last_error is not null and amocrm_entity_id like '5300%'`,
		);
		return row.n > 0;
	});
	await test$.control.delete(`/faults/${fault.id}`);
	await settled();
	const calls = await jarvis();
	for (const id of ['530001', '530002', '530003']) {
		const names = calls
			.filter(({ body }) => body.amocrm_entity_id === id)
			.map(({ body }) => body.payload.name);
		expect(names.filter((name, i) => name !== names[i - 1])).toEqual(['first', 'second', 'third']);
	}
	const dead = await rows(
		`select id from amocrm_webhook_events where status = 'dead' and amocrm_entity_id like '5300%'`,
	);
	expect(dead).toEqual([]);
});

it('ends a poison event as dead and processes its neighbours', async () => {
	await settled();
	const { data: fault } = await test$.control.post('/faults', {
		target: 'jarvis',
		status: 500,
		match: { bodyContains: 'poison-pill' },
	});
	const bodies = Array.from({ length: 10 }, (_, i) =>
		update(540_000 + i, i === 4 ? 'poison-pill' : 'fine'),
	);
	await Promise.all(bodies.map((body) => test$.post(body)));
	await settled(120);
	await test$.control.delete(`/faults/${fault.id}`);
	const found = await rows(
		`select amocrm_entity_id as id, status, attempts, last_error from amocrm_webhook_events where amocrm_entity_id like '54000%' order by 1`,
	);
	expect(found.filter(({ status }) => status === 'processed')).toHaveLength(9);
	expect(found.find(({ id }) => id === '540004')).toMatchObject({ status: 'dead' });
	expect(found.find(({ id }) => id === '540004').last_error).toContain('Jarvis');
	const failures = await rows('select * from amocrm_workflow_failures order by id desc limit 1');
	expect(failures).toHaveLength(1);
});

describe('garbage', () => {
	const stored = async () =>
		(await rows('select count(*)::int as n from amocrm_webhook_events'))[0].n;

	it.each([
		['an empty body', ''],
		['bytes that are no text', randomBytes(2000)],
		['5 MB of noise', 'x'.repeat(5 * 1024 * 1024)],
	])('%s is answered 200, kept and marked', async (_name, body) => {
		const before = await stored();
		expect((await test$.post(body)).status).toBe(200);
		expect(await stored()).toBe(before + 1);
		const [row] = await rows(
			'select status, last_error, metadata from amocrm_webhook_events order by id desc limit 1',
		);
		expect(row).toMatchObject({ status: 'dead' });
		expect(row.last_error).toBeTruthy();
	});

	it('a broken percent escape is kept literally', async () => {
		await test$.post(
			'leads[update][0][id]=550001&leads[update][0][name]=50%ZZ&leads[update][0][updated_at]=1748268000',
		);
		const [row] = await rows(
			`select payload from amocrm_webhook_events where amocrm_entity_id = '550001'`,
		);
		expect(JSON.stringify(row.payload)).toContain('50%ZZ');
	});

	it('a wrong key is answered 403 and not stored', async () => {
		const before = await stored();
		const url = new URL(test$.stack.facts().webhookUrl ?? '');
		url.searchParams.set('key', 'wrong');
		const answer = await fetch(url, { method: 'POST', body: update(1) });
		expect(answer.status).toBe(403);
		expect(await stored()).toBe(before);
	});

	it('another account is answered 403 and not stored', async () => {
		const before = await stored();
		expect((await test$.post(`account[id]=1&${update(1)}`)).status).toBe(403);
		expect(await stored()).toBe(before);
	});

	it('a body over the limit is answered 413', async () => {
		expect((await test$.post('x'.repeat(11 * 1024 * 1024))).status).toBe(413);
	});

	it('leaves n8n alive and working', async () => {
		expect((await test$.post(update(12_345, 'after garbage'))).status).toBe(200);
		await settled();
	});
});
