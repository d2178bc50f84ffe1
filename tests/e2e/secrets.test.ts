import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { startReceiverProcess, type ReceiverProcess } from '../support/receiverProcess';
import { setTriggerOptions, startTestStack, type TestStack } from './support/testStack';

/** Everything is made to fail that may put a secret into its message; then every trace is searched. */
let test$: TestStack;
let receiver: ReceiverProcess;
let dataDir: string;

const http = axios.create({ validateStatus: () => true, timeout: 10_000 });

const update = (id: number) =>
	`leads[update][0][id]=${id}&leads[update][0][updated_at]=1748268812&leads[update][0][name]=x`;

beforeAll(async () => {
	test$ = await startTestStack();
	dataDir = test$.stack.facts().dataDir;
	receiver = await startReceiverProcess(test$.stack.facts().postgres.url);
});

afterAll(async () => {
	await receiver?.kill();
	await test$?.close();
});

function secrets(): ReadonlyMap<string, string> {
	const kept = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
	const key = new URL(test$.stack.facts().webhookUrl ?? '').searchParams.get('key') ?? '';
	return new Map([...Object.entries(kept as Record<string, string>), ['webhookKey', key]]);
}

function* logs(folder: string): Generator<readonly [string, string]> {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) yield* logs(path);
		else if (/log/i.test(name) || folder.includes('log')) yield [path, readFileSync(path, 'utf8')];
	}
}

async function everyRow(url: string, skipped: readonly string[]): Promise<string> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		const { rows: tables } = await client.query<{ name: string }>(
			`select oid::regclass::text as name from pg_class
			 where relkind = 'r' and relnamespace = 'public'::regnamespace and not relname = any($1)`,
			[skipped],
		);
		let text = '';
		for (const { name } of tables) {
			const { rows } = await client.query(`select to_jsonb(t)::text as row from ${name} t`);
			text += rows.map(({ row }) => row).join('\n');
		}
		return text;
	} finally {
		await client.end();
	}
}

/** Runs `act` while the sandbox misbehaves. */
async function during(fault: object, act: () => Promise<void>): Promise<void> {
	const { data } = await test$.control.post('/faults', fault);
	await act();
	await test$.control.delete(`/faults/${data.id}`);
}

test('failures of every part leave no secret in logs, tables or executions', async () => {
	const { search } = new URL(test$.stack.facts().webhookUrl ?? '');
	const toReceiver = (body: string, query = search) =>
		http.post(`${receiver.url}/amocrm${query}`, body);
	await setTriggerOptions(await test$.n8n(), { retrySeconds: 1, maxAttempts: 2 });
	await test$.answersSteadily();

	let id = 700_000;
	const failedRun = async (): Promise<void> => {
		const lead = (id += 1);
		expect((await test$.post(update(lead))).status).toBe(200);
		await eventually('a run failed', async () => {
			const { rows } = await test$.pool.query(
				`select from amocrm_webhook_events where amocrm_entity_id = $1 and last_error is not null`,
				[String(lead)],
			);
			return rows.length > 0;
		});
	};
	await during({ target: 'api', status: 401 }, failedRun);
	await during({ target: 'api', status: 500 }, failedRun);
	await during({ target: 'jarvis', status: 500 }, failedRun);
	await toReceiver(update(1), '?key=wrong');
	await toReceiver('%%%');
	await test$.post('%%%');

	await test$.stack.postgres.stop();
	expect((await test$.post(update(2))).status).toBe(503);
	expect((await toReceiver(update(2))).status).toBe(503);
	await test$.stack.restartPostgres();
	await eventually('n8n answers again', async () => (await test$.post(update(3))).status === 200);

	const traces = [...logs(dataDir), ['the receiver', receiver.log()] as const];
	expect(traces.some(([path]) => path.endsWith('n8n.log'))).toBe(true);
	const { postgres } = test$.stack.facts();
	traces.push(['the event tables', await everyRow(postgres.url, [])]);
	// Static data is where the webhook's key lives; everything else of n8n is searched.
	traces.push(["n8n's tables", await everyRow(postgres.n8nUrl, ['workflow_entity'])]);
	for (const [name, secret] of secrets()) {
		expect(secret.length).toBeGreaterThan(8);
		for (const [place, text] of traces) {
			expect([name, place, text.includes(secret)]).toEqual([name, place, false]);
		}
	}
});
