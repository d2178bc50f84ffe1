import { nodeForN8n } from '../../stack/n8nProcess';
import type { BenchStack } from '../benchStack';
import { runProgram } from '../childProgram';
import type { Plan } from '../plan';
import { queueNames } from '../queues/contender';
import type { QueueJob } from '../queues/program';
import type { QueueResult } from '../results';

/** Our inbox and two job queues, one after the other, each in a database of its own on the same PostgreSQL. */
export async function measureQueues(
	{ stack, signal, say }: BenchStack,
	plan: Plan,
): Promise<readonly QueueResult[]> {
	const results: QueueResult[] = [];
	for (const queue of queueNames) {
		say(`Queue ${queue} …`);
		const database = `queue_${queue.replace('-', '_')}`;
		await stack.postgres.createDatabase(database);
		const input: QueueJob = {
			queue,
			connectionString: stack.postgres.url(database),
			jobs: plan.jobs,
		};
		results.push(
			await runProgram<QueueResult>({
				program: 'queues/program.js',
				node: nodeForN8n(),
				input,
				signal,
			}),
		);
	}
	return results;
}
