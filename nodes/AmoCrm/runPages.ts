import type { INodeExecutionData } from 'n8n-workflow';
import { paginate } from '../../src/client/paginate';
import { eachItem, outputItem, plan, reader, rowForm, type Job } from './job';

function wantedRows(job: Job, itemIndex: number): number {
	const read = reader(job, itemIndex);
	if (read('returnAll') === true) return Infinity;
	const limit = Number(read('limit') ?? 50);
	if (Number.isInteger(limit) && limit > 0) return limit;
	throw new Error(`Limit: ${JSON.stringify(read('limit'))} is not a whole number above 0`);
}

/** The rows of a list, page by page, up to Limit or to the end. */
export const runPages = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const { run } = job.operation;
		if (run.kind !== 'pages') return [];
		const wanted = wantedRows(job, itemIndex);
		const { path, query } = await plan(job, itemIndex);
		const show = rowForm(job, itemIndex, path);
		const pageSize = Math.min(run.max, wanted);
		const rows = paginate(job.client, { method: 'GET', path, query }, { ...run, pageSize });
		const output: INodeExecutionData[] = [];
		for await (const row of rows) {
			output.push(outputItem(await show(row), itemIndex));
			if (output.length >= wanted) break;
		}
		return output;
	});
