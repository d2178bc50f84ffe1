import { Client } from 'pg';
import { eventually } from '../support/eventually';
import { busiestSecond } from '../support/busiestSecond';
import { describeWith } from '../support/program';
import {
	allProcessed,
	executionsOf,
	leadUpdate,
	runBegun,
	sendAll,
	states,
} from './support/queueEvents';
import { startQueueStack, type Member, type QueueStack } from './support/queueStack';
import { publishAsking, publishTrigger, renameTrigger } from './support/queueWorkflows';
import { pipelineWorkflow, setTriggerOptions } from './support/testStack';

/** n8n's queue mode with real processes: any processor receives, the main one hands out, workers execute. */
describeWith(['redis-server'], 'queue mode', () => {
	let test$: QueueStack;
	const options = { leaseSeconds: 10, retrySeconds: 1, batchSize: 50, longestRunMinutes: 3 };

	beforeAll(async () => {
		test$ = await startQueueStack();
		await setTriggerOptions(await test$.n8n(), options);
		await eventually('both processors know the trigger', async () => {
			const answers = await Promise.all(
				processors().map((url) => test$.postTo(url, leadUpdate(1))),
			);
			return answers.every((status) => status === 200);
		});
	}, 240_000);

	afterAll(async () => {
		await test$?.close();
	});

	const processors = (): readonly string[] => test$.processors.map(({ url }) => url);

	const range = (from: number, count: number): readonly number[] =>
		Array.from({ length: count }, (_, index) => from + index);

	const sendUpdates = (ids: readonly number[]): Promise<void> =>
		sendAll(
			test$,
			processors(),
			ids.map((id) => leadUpdate(id)),
		);

	const newLeads = async (count: number): Promise<readonly number[]> => {
		const wanted = { leads: count, contacts: 0, companies: 0, changes: 0 };
		const { data } = await test$.control.post('/bulk', wanted);
		return (data as { leadIds: number[] }).leadIds;
	};

	const jarvisLeads = async (): Promise<ReadonlySet<number>> => {
		const { data } = await test$.control.get('/jarvis');
		const calls = data as Array<{ body: { amocrm_entity_id: string } }>;
		return new Set(calls.map(({ body }) => Number(body.amocrm_entity_id)));
	};

	/** The executions of the pipeline's workflow that n8n has on record. */
	const executionIds = async (): Promise<readonly string[]> => {
		const client = new Client({ connectionString: test$.stack.facts().postgres.n8nUrl });
		await client.connect();
		try {
			const { rows } = await client.query<{ id: string }>(
				'select id::text from execution_entity where "workflowId" = $1',
				[pipelineWorkflow],
			);
			return rows.map(({ id }) => id);
		} finally {
			await client.end();
		}
	};

	const [slowJarvis, quickJarvis] = [
		() => test$.control.post('/faults', { target: 'jarvis', delayMs: 5000 }),
		() => test$.control.delete('/faults'),
	];

	/** The worker that has begun an execution and not ended it. */
	const busyWorker = async (): Promise<Member> =>
		eventually('a worker is busy', async () =>
			test$.workers.find((worker) => {
				const { begun, ended } = executionsOf(worker);
				return begun.length > ended.length;
			}),
		);

	it('takes webhooks at every process, and both workers execute, never the main one', async () => {
		const leads = await newLeads(100);
		const main = test$.stack.facts().n8n.url;
		const bodies = range(0, 300).map((index) => leadUpdate(leads[index % 100] ?? 0, index));
		await sendAll(test$, [...processors(), main], bodies);
		await allProcessed(test$, leads, 300, 90);
		expect([...(await jarvisLeads())]).toEqual(expect.arrayContaining([...leads]));

		const { rows } = await test$.pool.query<{ id: string; price: string }>(
			'select amocrm_deal_id as id, price from amocrm_deals where amocrm_deal_id = any($1)',
			[leads.map(String)],
		);
		const { data } = await test$.control.get('/leads?limit=250');
		const prices = new Map(
			(data as Array<{ id: number; price: number }>).map(({ id, price }) => [id, price]),
		);
		expect(rows).toHaveLength(100);
		for (const { id, price } of rows) expect(Number(price)).toBe(prices.get(Number(id)));

		const byWorkers = test$.workers.map((worker) => executionsOf(worker).begun);
		for (const begun of byWorkers) expect(begun.length).toBeGreaterThan(0);
		expect(byWorkers.flat()).toEqual(expect.arrayContaining([...(await executionIds())]));
	});

	it('processors learn a trigger that is published after their start, and its new secret', async () => {
		const rest = await test$.n8n();
		const destinations = async (): Promise<readonly string[]> => {
			const { data } = await test$.control.get('/subscriptions');
			return (data as Array<{ destination: string }>).map(({ destination }) => destination);
		};
		const newDestination = (known: readonly string[]) =>
			eventually('amoCRM has the webhook', async () =>
				(await destinations()).find((destination) => !known.includes(destination)),
			);
		const answers = (destination: string) =>
			Promise.all(processors().map((url) => test$.postTo(url, leadUpdate(2), destination)));
		const learned = (destination: string, status: number) =>
			eventually(`both processors answer ${status}`, async () =>
				(await answers(destination)).every((answer) => answer === status),
			);

		const before = await destinations();
		const id = await publishTrigger(rest, 'First name');
		const first = await newDestination(before);
		await learned(first, 200);
		await renameTrigger(rest, id, 'Second name');
		const second = await newDestination([...before, first]);
		expect(new URL(second).pathname).toBe(new URL(first).pathname);
		await learned(second, 200);
		await learned(first, 403);
		await rest.http.post(`/rest/workflows/${id}/deactivate`, {});
		await eventually('it is unsubscribed', async () => !(await destinations()).includes(second));
	});

	it('never asks amoCRM more than 7 times in a second, with 2,000 events and busy workers', async () => {
		const path = await publishAsking(await test$.n8n());
		const leads = await newLeads(500);
		await eventually('the workflow that asks is there', async () => {
			const answers = await Promise.all(
				processors().map((url) => test$.postTo(url, '', `${url}${path}`)),
			);
			return answers.every((status) => status === 200);
		});
		await test$.control.delete('/requests');
		const bodies = range(0, 2000).map((index) => leadUpdate(leads[index % 500] ?? 0, index));
		const sending = sendAll(test$, processors(), bodies);
		await Promise.all(
			range(0, 40).map((index) => {
				const url = processors()[index % 2] ?? '';
				return test$.postTo(url, '', `${url}${path}`);
			}),
		);
		await sending;
		const seconds = await allProcessed(test$, leads, 2000, 150);
		const { data } = await test$.control.get('/requests');
		const requests = data as Array<{ at: number; status: number; path: string }>;
		const busiest = busiestSecond(requests.map(({ at }) => at));
		process.stdout.write(`2,000 events: ${seconds} s, ${requests.length} requests, ${busiest}/s\n`);
		expect(
			requests.filter(({ path: asked }) => asked === '/api/v4/account').length,
		).toBeGreaterThanOrEqual(40);
		expect(requests.filter(({ status }) => status === 429)).toEqual([]);
		expect(busiest).toBeLessThanOrEqual(7);
		// Less than one worker's share would mean that the limit was never reached, and nothing shown.
		expect(busiest).toBeGreaterThan(2);
	});

	it('goes on taking webhooks while the main process is gone, and works them off afterwards', async () => {
		const ids = range(810_000, 300);
		const sending = sendUpdates(ids.slice(0, 200));
		await test$.stack.n8n.kill();
		await sending;
		const answers = await Promise.all(
			ids.slice(200).map((id) => test$.postTo(processors()[id % 2] ?? '', leadUpdate(id))),
		);
		expect(answers.filter((status) => status !== 200)).toEqual([]);
		expect((await states(test$, ids))['processed'] ?? 0).toBeLessThan(300);
		await test$.stack.restartN8n();
		await allProcessed(test$, ids, 300, 120);
	});

	it('works off in the other worker what a killed one had', async () => {
		const ids = range(820_000, 40);
		await slowJarvis();
		await sendUpdates(ids);
		await runBegun(test$, ids);
		const victim = await busyWorker();
		await victim.process.kill();
		await quickJarvis();
		const seconds = await allProcessed(test$, ids, 40, 200);
		process.stdout.write(`after kill -9 of a worker: ${seconds} s\n`);
		await victim.restart();
	});

	it.each([
		['with its data', true, 830_000],
		['empty', false, 840_000],
	])(
		'loses nothing when Redis is killed in mid-run and comes back %s',
		async (_how, keepData, from) => {
			await setTriggerOptions(await test$.n8n(), { longestRunMinutes: 0.5 });
			const ids = range(from, 40);
			await slowJarvis();
			await sendUpdates(ids);
			await runBegun(test$, ids);
			await busyWorker();
			await test$.redis.restart({ keepData });
			const later = range(from + 1000, 100);
			const answers = await Promise.all(
				later.map((id) => test$.postTo(processors()[id % 2] ?? '', leadUpdate(id))),
			);
			expect(answers.filter((status) => status !== 200)).toEqual([]);
			await quickJarvis();
			const seconds = await allProcessed(test$, [...ids, ...later], 140, 120);
			process.stdout.write(`after Redis came back, data kept: ${keepData}: ${seconds} s\n`);
		},
	);
});
