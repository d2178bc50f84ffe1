import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { describeWith } from '../support/program';
import { startQueueStack, type QueueStack } from './support/queueStack';
import { setTriggerOptions } from './support/testStack';

/** n8n's queue mode with real processes: any processor receives, the main one hands out, workers execute. */
describeWith(['redis-server'], 'queue mode', () => {
	let test$: QueueStack;
	const leaseSeconds = 10;

	beforeAll(async () => {
		test$ = await startQueueStack();
		const rest = await test$.n8n();
		await setTriggerOptions(rest, { leaseSeconds, retrySeconds: 1, batchSize: 25 });
	}, 240_000);

	afterAll(async () => {
		await test$?.close();
	});

	const receivers = (): readonly string[] => test$.processors.map(({ url }) => url);

	const update = (id: number) =>
		`leads[update][0][id]=${id}&leads[update][0][updated_at]=1748268812`;

	/** Sends each event until somebody takes it, as amoCRM does, alternating between the receivers. */
	async function send(from: number, count: number, bases: readonly string[]): Promise<void> {
		let next = 0;
		const client = async (): Promise<void> => {
			while (next < count) {
				const id = from + next;
				next += 1;
				await eventually(`event ${id} is taken`, async () => {
					const base = bases[id % bases.length] ?? '';
					return (await test$.postTo(base, update(id))) === 200;
				});
			}
		};
		await Promise.all(Array.from({ length: 8 }, client));
	}

	const states = async (from: number, count: number): Promise<Record<string, number>> => {
		const { rows } = await test$.pool.query<{ status: string; n: number }>(
			`select status, count(*)::int as n from amocrm_webhook_events
			 where amocrm_entity_id = any($1) group by status`,
			[Array.from({ length: count }, (_, index) => String(from + index))],
		);
		return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
	};

	const allProcessed = (from: number, count: number, seconds: number) =>
		eventually(
			`${count} events are processed`,
			async () => {
				const found = await states(from, count);
				if (found['processed'] === count) return true;
				throw new Error(JSON.stringify(found));
			},
			seconds,
		);

	const jarvisIds = async (): Promise<readonly string[]> => {
		const { data } = await test$.control.get('/jarvis');
		return (data as Array<{ body: { amocrm_entity_id: string } }>).map(
			({ body }) => body.amocrm_entity_id,
		);
	};

	/** What n8n recorded of its executions. */
	const executions = async (): Promise<ReadonlyArray<{ status: string; mode: string }>> => {
		const client = new Client({ connectionString: test$.stack.facts().postgres.n8nUrl });
		await client.connect();
		try {
			const { rows } = await client.query('select status, mode from execution_entity');
			return rows;
		} finally {
			await client.end();
		}
	};

	it('takes webhooks at every process and works them off in the workers', async () => {
		await eventually('both processors know the trigger', async () => {
			const answers = await Promise.all(receivers().map((url) => test$.postTo(url, update(1))));
			return answers.every((status) => status === 200);
		});
		const main = test$.stack.facts().n8n.url;
		await send(800_000, 300, [...receivers(), main]);
		await allProcessed(800_000, 300, 90);
		const reached = new Set(await jarvisIds());
		for (let id = 800_000; id < 800_300; id += 1) expect(reached).toContain(String(id));
		expect((await executions()).length).toBeGreaterThan(5);
	});

	it('goes on taking webhooks while the main process is gone, and works them off afterwards', async () => {
		const sending = send(810_000, 200, receivers());
		await test$.stack.n8n.kill();
		await sending;
		await send(810_200, 100, receivers());
		expect((await states(810_000, 300))['processed'] ?? 0).toBeLessThan(300);
		await test$.stack.restartN8n();
		await allProcessed(810_000, 300, 120);
	});

	it('works off what a killed worker had, in another one', async () => {
		await test$.control.post('/faults', { target: 'jarvis', delayMs: 1500, times: 60 });
		await send(820_000, 100, receivers());
		await eventually('a batch is in a run', async () => {
			return ((await states(820_000, 100))['processing'] ?? 0) > 0;
		});
		await Promise.all(test$.workers.map((worker) => worker.process.kill()));
		await test$.control.delete('/faults');
		await Promise.all(test$.workers.map((worker) => worker.restart()));
		await allProcessed(820_000, 100, 200);
	});

	it('loses nothing when Redis is killed and comes back with its data', async () => {
		const sending = send(830_000, 200, receivers());
		await test$.redis.restart({ keepData: true });
		await sending;
		await allProcessed(830_000, 200, 200);
	});

	it('loses nothing when Redis is killed and comes back empty', async () => {
		const sending = send(840_000, 200, receivers());
		await test$.redis.restart({ keepData: false });
		await sending;
		await allProcessed(840_000, 200, 200);
	});
});
