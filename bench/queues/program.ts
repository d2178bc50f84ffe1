/** Times one queue: a process of its own under the Node.js of n8n, which the other two need. Job on stdin, result on stdout. */
import { readFileSync } from 'node:fs';
import type { QueueResult } from '../results';
import type { Contender, QueueName } from './contender';
import { startGraphileWorker } from './graphileWorker';
import { startOurs } from './ours';
import { startPgBoss } from './pgBoss';

export interface QueueJob {
	readonly queue: QueueName;
	readonly connectionString: string;
	readonly jobs: number;
}

const start: Readonly<Record<QueueName, (connectionString: string) => Promise<Contender>>> = {
	ours: startOurs,
	'graphile-worker': startGraphileWorker,
	'pg-boss': startPgBoss,
};

async function run({ queue, connectionString, jobs }: QueueJob): Promise<QueueResult> {
	const contender = await start[queue](connectionString);
	const numbers = (from: number, count: number) =>
		Array.from({ length: count }, (_, i) => from + i);
	const rate = async (count: number, work: () => Promise<void>): Promise<number> => {
		const startedAt = performance.now();
		await work();
		return count / ((performance.now() - startedAt) / 1000);
	};
	// A tenth beforehand: connections are open and the code is warm.
	const warm = Math.ceil(jobs / 10);
	await contender.insertSingly(numbers(0, warm));
	await contender.workOff(warm);

	const insertedSingly = await rate(jobs, () => contender.insertSingly(numbers(warm, jobs)));
	const insertedInBulk = await rate(jobs, () => contender.insertInBulk(numbers(warm + jobs, jobs)));
	// As autovacuum does within a minute; before that the planner guesses, which `big-table` measures.
	await contender.analyze();
	const workedOff = await rate(2 * jobs, () => contender.workOff(2 * jobs));
	await contender.stop();
	return { queue, jobs, insertedSingly, insertedInBulk, workedOff };
}

void run(JSON.parse(readFileSync(0, 'utf8')) as QueueJob).then((result) => {
	process.stdout.write(JSON.stringify(result), () => process.exit(0));
});
