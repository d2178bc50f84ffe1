import { benchModule } from '../benchModule';
import {
	bulkSize,
	chunks,
	insertingConnections,
	insertingInParallel,
	type Contender,
} from './contender';
import { payload } from './payload';

/** The little of graphile-worker that is used: its own types need another module resolution than ours. */
interface JobSpec {
	readonly identifier: string;
	readonly payload: object;
}
interface GraphileWorker {
	makeWorkerUtils(options: object): Promise<{
		migrate(): Promise<void>;
		addJob(identifier: string, payload: object): Promise<unknown>;
		addJobs(specs: readonly JobSpec[]): Promise<unknown>;
		withPgClient(
			use: (client: { query(text: string): Promise<unknown> }) => unknown,
		): Promise<unknown>;
		release(): Promise<void>;
	}>;
	run(options: object): Promise<{ stop(): Promise<void> }>;
	readonly Logger: new (factory: () => () => void) => unknown;
}

const task = 'noop';

export async function startGraphileWorker(connectionString: string): Promise<Contender> {
	const { makeWorkerUtils, run, Logger } = benchModule<GraphileWorker>('graphile-worker');
	const logger = new Logger(() => () => undefined);
	const preset = {
		worker: {
			connectionString,
			maxPoolSize: insertingConnections,
			concurrentJobs: 24,
			// What its documentation names for high throughput.
			localQueue: { size: 500 },
			completeJobBatchDelay: 0,
			failJobBatchDelay: 0,
		},
	};
	const utils = await makeWorkerUtils({ preset, logger });
	await utils.migrate();
	return {
		insertSingly: (numbers) =>
			insertingInParallel(numbers.map(payload), (one) => utils.addJob(task, one)),
		async insertInBulk(numbers) {
			const specs = numbers.map((number) => ({ identifier: task, payload: payload(number) }));
			for (const chunk of chunks(specs, bulkSize)) await utils.addJobs(chunk);
		},
		async workOff(count) {
			let done = 0;
			let finished: () => void = () => undefined;
			const all = new Promise<void>((resolve) => (finished = resolve));
			const noop = (): void => {
				done += 1;
				if (done === count) finished();
			};
			const runner = await run({
				preset,
				logger,
				noHandleSignals: true,
				taskList: { [task]: noop },
			});
			await all;
			// Writes the last completions.
			await runner.stop();
		},
		analyze: async () => void (await utils.withPgClient((client) => client.query('analyze'))),
		stop: () => utils.release(),
	};
}
