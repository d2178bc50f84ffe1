import { usualBatchSize } from '../../src/catalog/runs';
import { reader, type Job } from './job';
import { toNodeError } from '../nodeError';

/** The option Batch Size, of the first item: batches are made of many. */
export function batchSize(job: Job, max: number): number {
	const options = (reader(job, 0)('options') ?? {}) as { batchSize?: unknown };
	const size = Number(options.batchSize ?? usualBatchSize(max));
	if (Number.isInteger(size) && size >= 1 && size <= max) return size;
	throw toNodeError(
		job.context,
		new Error(`Batch Size: ${String(options.batchSize)} is not a whole number from 1 to ${max}`),
	);
}
