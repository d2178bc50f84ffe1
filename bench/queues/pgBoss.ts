import { benchModule } from '../benchModule';
import {
	batchSize,
	bulkSize,
	chunks,
	insertingConnections,
	insertingInParallel,
	workingInParallel,
	type Contender,
} from './contender';
import { payload } from './payload';

/** The little of pg-boss that is used. */
interface Boss {
	getDb(): { executeSql(text: string): Promise<unknown> };
	on(event: 'error', seen: (error: Error) => void): void;
	start(): Promise<unknown>;
	stop(options: object): Promise<void>;
	createQueue(name: string): Promise<void>;
	send(name: string, data: object): Promise<string | null>;
	insert(name: string, jobs: ReadonlyArray<{ readonly data: object }>): Promise<unknown>;
	fetch(name: string, options: object): Promise<ReadonlyArray<{ readonly id: string }>>;
	complete(name: string, ids: readonly string[]): Promise<unknown>;
}

const queue = 'bench';

/** `fetch` and `complete` directly: its workers poll every half second at most, which would be the limit. */
export async function startPgBoss(connectionString: string): Promise<Contender> {
	const { PgBoss } = benchModule<{ PgBoss: new (options: object) => Boss }>('pg-boss');
	const boss = new PgBoss({ connectionString, max: insertingConnections, supervise: false });
	boss.on('error', (error) => process.stderr.write(`pg-boss: ${error.message}\n`));
	await boss.start();
	await boss.createQueue(queue);
	return {
		insertSingly: (numbers) =>
			insertingInParallel(numbers.map(payload), (one) => boss.send(queue, one)),
		async insertInBulk(numbers) {
			const jobs = numbers.map((number) => ({ data: payload(number) }));
			for (const chunk of chunks(jobs, bulkSize)) await boss.insert(queue, chunk);
		},
		workOff: (count) =>
			workingInParallel(count, async () => {
				const ids = (await boss.fetch(queue, { batchSize })).map(({ id }) => id);
				if (ids.length > 0) await boss.complete(queue, ids);
				return ids.length;
			}),
		analyze: async () => void (await boss.getDb().executeSql('analyze')),
		stop: () => boss.stop({ graceful: false }),
	};
}
