import { startConsumer, type Consumer, type ConsumerOptions } from '../../src/inbox/consumer';
import { enqueue } from '../../src/inbox/enqueue';
import { useTestDatabase } from './database';
import { delivery, newEvent, testQueue } from './inboxEvents';

export interface Lines {
	readonly lines: string[];
	readonly log: ConsumerOptions['log'];
}

export function collectLog(): Lines {
	const lines: string[] = [];
	const add = (message: string): void => void lines.push(message);
	return { lines, log: { debug: add, info: add, warn: add, error: add } };
}

const running = new Set<Consumer>();

/** A consumer with the short times tests need; `stopConsumers` stops what a test has left. */
export function testConsumer(
	database: { readonly pool: ConsumerOptions['pool']; readonly url: string },
	handle: ConsumerOptions['handle'],
	options: Partial<ConsumerOptions> = {},
): Consumer {
	const consumer = startConsumer({
		pool: database.pool,
		listenConfig: { connectionString: database.url },
		queue: testQueue,
		batchSize: 250,
		maxAttempts: 3,
		retrySeconds: 0.1,
		leaseSeconds: 5,
		lingerMs: 20,
		log: collectLog().log,
		...options,
		handle,
	});
	running.add(consumer);
	return consumer;
}

export async function stopConsumers(): Promise<void> {
	await Promise.all([...running].map((consumer) => consumer.stop()));
	running.clear();
}

export async function until(
	what: string,
	isTrue: () => boolean | Promise<boolean>,
	seconds = 20,
): Promise<void> {
	const deadline = Date.now() + seconds * 1000;
	while (!(await isTrue())) {
		if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for: ${what}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** A database of the file's own; after each test its consumers are stopped and its events are gone. */
export function useConsumerDatabase() {
	const database = useTestDatabase({ emptied: false });
	afterEach(async () => {
		await stopConsumers();
		await database.pool.query('truncate amocrm_webhook_events');
	});
	return {
		database,
		store: (...events: Parameters<typeof newEvent>[0][]) =>
			enqueue(database.pool, delivery(events.map((event) => newEvent(event)))),
		count: async (status: string): Promise<number> => {
			const { rows } = await database.pool.query<{ n: number }>(
				'select count(*)::int as n from amocrm_webhook_events where status = $1',
				[status],
			);
			return rows[0]?.n ?? 0;
		},
	};
}
