import axios from 'axios';
import { eventually } from '../support/eventually';
import { startReceiverProcess, type ReceiverProcess } from '../support/receiverProcess';
import {
	pipelineWorkflow,
	setTriggerOptions,
	startTestStack,
	type TestStack,
} from './support/testStack';

/** The receiver beside a real n8n: it answers in the trigger's name, also while n8n is gone. */
let test$: TestStack;
let receiver: ReceiverProcess;
let webhook: URL;

const http = axios.create({ validateStatus: () => true, timeout: 10_000 });
const type = { 'content-type': 'application/x-www-form-urlencoded' };

const update = (id: number, more = '') =>
	`leads[update][0][id]=${id}&leads[update][0][updated_at]=1748268812${more}`;

const toReceiver = (body: string, search = webhook.search) =>
	http.post(`${receiver.url}/amocrm${search}`, body, { headers: type });

const statuses = async (from: number, to: number): Promise<Record<string, number>> => {
	const { rows } = await test$.pool.query(
		`select status, count(*)::int as n from amocrm_webhook_events
		 where amocrm_entity_id ~ '^[0-9]+$' and amocrm_entity_id::bigint between $1 and $2 group by status`,
		[from, to],
	);
	return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
};

beforeAll(async () => {
	test$ = await startTestStack();
	webhook = new URL(test$.stack.facts().webhookUrl ?? '');
	receiver = await startReceiverProcess(test$.stack.facts().postgres.url);
});

afterAll(async () => {
	await receiver?.kill();
	await test$?.close();
});

test("the published trigger's key is enough, and its hash is all the database has", async () => {
	const answer = await eventually('the receiver knows the trigger', async () => {
		const { status, data } = await toReceiver(update(600_000));
		return status === 200 && data;
	});
	expect(answer).toEqual({ received: 1, duplicates: 0 });
	const { rows } = await test$.pool.query(
		'select to_jsonb(e)::text as row from amocrm_endpoints e',
	);
	expect(rows).toHaveLength(1);
	expect(rows[0].row).not.toContain(webhook.searchParams.get('key'));
});

test('n8n and the receiver give the same answers, and see the same repeat', async () => {
	const otherAccount = 'account[id]=1&leads[add][0][id]=1';
	await eventually('the receiver knows the account, too', async () => {
		return (await toReceiver(otherAccount)).status === 403;
	});
	const bodies = [
		update(600_001),
		update(600_001),
		'nothing-600001',
		otherAccount,
		`x=${'y'.repeat(10 * 1024 * 1024)}`,
	];
	for (const [index, body] of bodies.entries()) {
		const ours = await toReceiver(body.replace('600001', '600002'));
		const theirs = await test$.post(body.replace('600001', '600003'));
		expect([index, ours.status, ours.data]).toEqual([index, theirs.status, theirs.data]);
	}
	expect((await toReceiver(update(1), '?key=wrong')).status).toBe(403);
	const again = await toReceiver(update(600_003));
	expect(again.data).toEqual({ received: 1, duplicates: 1 });
});

test('while n8n is gone every call is taken, and n8n works it off when it is back', async () => {
	await test$.stack.n8n.kill();
	const answers = await Promise.all(
		Array.from({ length: 300 }, (_, index) => toReceiver(update(610_000 + index))),
	);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
	expect(await statuses(610_000, 610_299)).toEqual({ pending: 300 });
	await test$.stack.restartN8n();
	await eventually(
		'all are processed',
		async () => {
			return (await statuses(610_000, 610_299))['processed'] === 300;
		},
		90,
	);
});

test('a filter set in n8n holds in the receiver', async () => {
	await setTriggerOptions(await test$.n8n(), { pipelines: '77' });
	await eventually(
		'a lead of another pipeline is skipped',
		async () => {
			const id = 620_000 + Math.floor(Math.random() * 9_999);
			await toReceiver(update(id, '&leads[update][0][pipeline_id]=78'));
			return (await statuses(id, id))['skipped'] === 1;
		},
		40,
	);
});

test('a public URL is what amoCRM is told to call', async () => {
	const publicUrl = 'https://webhook.example.com/amocrm';
	await setTriggerOptions(await test$.n8n(), { pipelines: '', publicUrl });
	const destination = await eventually('the subscription has moved', async () => {
		const { data } = await test$.control.get('/subscriptions');
		const found = (data as Array<{ destination: string }>).map((entry) => entry.destination);
		return found.length === 1 && found[0]?.startsWith(publicUrl) && found[0];
	});
	expect(destination).toBe(`${publicUrl}${webhook.search}`);
	const rest = await test$.n8n();
	expect(await rest.workflow(pipelineWorkflow)).toMatchObject({ active: true });
});

test('SIGTERM ends it in order, and its log holds no key', async () => {
	expect(await receiver.stop()).toBe(0);
	expect(receiver.log()).toContain('stopped');
	expect(receiver.log()).not.toContain(webhook.searchParams.get('key'));
});
