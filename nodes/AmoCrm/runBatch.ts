import type { INodeExecutionData } from 'n8n-workflow';
import { splitRoute } from '../../src/catalog/request';
import { sendBatches, type Model } from '../../src/client/batch';
import { AmoCrmError } from '../../src/client/errors';
import type { Row } from '../../src/client/paginate';
import { toNodeError } from './nodeError';
import { fail, outputItem, plan, reader, type Job } from './job';

/** What amoCRM adds for the transport of a row says nothing about the entity. */
function entityOf(row: Row): object {
	const { _links, request_id: _requestId, ...entity } = row;
	return entity;
}

function batchSize(job: Job, max: number): number {
	const options = (reader(job, 0)('options') ?? {}) as { batchSize?: unknown };
	const size = Number(options.batchSize ?? 50);
	if (Number.isInteger(size) && size >= 1 && size <= max) return size;
	throw toNodeError(
		job.context,
		new Error(`Batch Size: ${String(options.batchSize)} is not a whole number from 1 to ${max}`),
	);
}

/** Many items travel in one request; each gets its own answer. */
export async function runBatch(job: Job): Promise<INodeExecutionData[]> {
	const { run } = job.operation;
	const { method, path } = splitRoute(job.operation);
	if (run.kind !== 'batch' || (method !== 'POST' && method !== 'PATCH')) return [];
	const output: INodeExecutionData[] = [];
	const sent: Array<{ readonly itemIndex: number; readonly model: Model }> = [];
	for (const itemIndex of job.items.keys()) {
		try {
			sent.push({ itemIndex, model: plan(job, itemIndex).body });
		} catch (error) {
			output[itemIndex] = fail(job, error, itemIndex);
		}
	}
	const results = await sendBatches(
		job.client,
		{
			method,
			path,
			collection: run.collection,
			size: batchSize(job, run.max),
			isIsolating: job.context.continueOnFail(),
		},
		sent.map(({ model }) => model),
		({ index, error }) => toNodeError(job.context, error, sent[index]?.itemIndex),
	);
	for (const [position, { itemIndex }] of sent.entries()) {
		const result = results[position];
		output[itemIndex] =
			result === undefined || result instanceof AmoCrmError
				? fail(job, result ?? new Error('The item got lost'), itemIndex)
				: outputItem(entityOf(result), itemIndex);
	}
	return output;
}
