import type { INodeExecutionData } from 'n8n-workflow';
import { planSingle, type PlannedRequest } from '../../src/catalog/request';
import { sendAlone, sendBatches, type BatchResult } from '../../src/client/batch';
import { AmoCrmError } from '../../src/client/errors';
import type { Row } from '../../src/client/paginate';
import { batchSize } from './batchSize';
import { fail, outputItem, plan, toApiRequest, type Job } from './job';
import { toNodeError } from '../nodeError';
import { written } from './written';

function entityOf({ operation: { run, route } }: Job, { named }: PlannedRequest, row: Row): object {
	if (run.kind === 'batch' && run.collection === null) {
		const done = route.startsWith('DELETE') ? { deleted: true } : { success: true };
		return { ...done, ...named, ...row };
	}
	return written(row);
}

interface Planned {
	readonly itemIndex: number;
	readonly request: PlannedRequest;
}

/** The results of items with the same path, in their order. */
async function send(job: Job, sent: readonly Planned[]): Promise<readonly BatchResult[]> {
	const { run } = job.operation;
	const first = sent[0]?.request;
	if (run.kind !== 'batch' || !first) return [];
	const { method, path } = first;
	if (method === 'GET') return [];
	const size = batchSize(job, run.max);
	const alone = sent.length === 1 && run.single ? planSingle(run.single, first) : null;
	if (alone) {
		const request = toApiRequest(alone);
		if (run.collection !== null) return [await sendAlone(job.client, request)];
		// amoCRM takes the links of an entity as a list, even if there is one.
		const listed = request.body === undefined ? request : { ...request, body: [request.body] };
		return [await sendAlone(job.client, listed, alone.named)];
	}
	const isIsolating = job.context.continueOnFail();
	return await sendBatches(
		job.client,
		{ method, path, collection: run.collection, size, isIsolating },
		sent.map(({ request }) => request.body),
		({ index, error }) => toNodeError(job.context, error, sent[index]?.itemIndex),
	);
}

/** Many items travel in one request; each gets its own answer. */
export async function runBatch(job: Job): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	const byPath = new Map<string, Planned[]>();
	for (const itemIndex of job.items.keys()) {
		try {
			const request = await plan(job, itemIndex);
			const together = byPath.get(request.path) ?? [];
			together.push({ itemIndex, request });
			byPath.set(request.path, together);
		} catch (error) {
			output[itemIndex] = fail(job, error, itemIndex);
		}
	}
	for (const together of byPath.values()) {
		const results = await send(job, together);
		for (const [position, { itemIndex, request }] of together.entries()) {
			const result = results[position];
			output[itemIndex] =
				result === undefined || result instanceof AmoCrmError
					? fail(job, result ?? new Error('The item got lost'), itemIndex)
					: outputItem(entityOf(job, request, result), itemIndex);
		}
	}
	return output;
}
