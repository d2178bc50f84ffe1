import { setTimeout as pause } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import { accountHttp } from './accountHttp';
import type { Account, CreateNaivelyTask } from './job';

type Pace = Pick<CreateNaivelyTask, 'itemsPerBatch' | 'batchIntervalMs'>;

/**
 * Items sent as n8n's HTTP Request node sends them: a request each, nobody waits for an answer, and after
 * every batch there is a pause ("Batching" of its options). What is refused is an item with an error.
 */
export async function createNaively(
	account: Account,
	items: readonly INodeExecutionData[],
	{ itemsPerBatch, batchIntervalMs }: Pace,
): Promise<readonly INodeExecutionData[]> {
	const http = accountHttp(account);
	const create = async ({ json }: INodeExecutionData) => {
		const { status, data } = await http.post<object>('/api/v4/leads', [json]);
		if (status >= 300) throw new Error(`Request failed with status code ${status}`);
		return data;
	};
	const requests: Array<Promise<object>> = [];
	for (const [index, item] of items.entries()) {
		if (index > 0 && index % itemsPerBatch === 0) await pause(batchIntervalMs);
		const request = create(item);
		// Looked at below; until then a refusal must not end the process.
		request.catch(() => undefined);
		requests.push(request);
	}
	const answers = await Promise.allSettled(requests);
	return answers.map((answer, item) => ({
		json:
			answer.status === 'fulfilled'
				? { ...answer.value }
				: { error: (answer.reason as Error).message },
		pairedItem: { item },
	}));
}
