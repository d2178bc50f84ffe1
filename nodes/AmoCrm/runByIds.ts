import type { INodeExecutionData } from 'n8n-workflow';
import { fetchByIds, type Lookup } from '../../src/client/byIds';
import { AmoCrmError } from '../../src/client/errors';
import { splitRoute } from '../../src/catalog/request';
import { fail, outputItem, reader, rowForm, type Job, type ShowRow } from './job';

interface Wanted {
	readonly itemIndex: number;
	readonly ids: readonly string[];
	/** The value of `with`; items that differ in it cannot share a request. */
	readonly parts: string;
	readonly unknownIds: unknown;
	readonly outputField: string;
	readonly show: ShowRow;
}

function readItem(job: Job, itemIndex: number): Wanted {
	const read = reader(job, itemIndex);
	const { id, with: parts } = job.operation.params;
	const given = read('id');
	const ids = (id?.convert(given, job.wire) ?? []) as readonly number[];
	// A list that happens to be empty asks for nobody; an empty text is an oversight.
	if (ids.length === 0 && !Array.isArray(given)) throw new Error('ID is empty');
	const options = (read('options') ?? {}) as { unknownIds?: unknown; outputField?: unknown };
	return {
		itemIndex,
		ids: [...new Set(ids.map(String))],
		parts: String(parts?.convert(read('with'), job.wire) ?? ''),
		unknownIds: options.unknownIds ?? 'skip',
		outputField: typeof options.outputField === 'string' ? options.outputField.trim() : '',
		show: rowForm(job, itemIndex, splitRoute(job.operation).path),
	};
}

type Results = ReadonlyMap<string, Lookup | AmoCrmError>;

/** All ids of all items that want the same parts, looked up together. */
async function lookUp(job: Job, wanted: readonly Wanted[]): Promise<ReadonlyMap<string, Results>> {
	const { run } = job.operation;
	if (run.kind !== 'byIds') return new Map();
	const results = new Map<string, Results>();
	for (const parts of new Set(wanted.map((one) => one.parts))) {
		const ids = wanted.filter((one) => one.parts === parts).flatMap((one) => one.ids);
		const request = {
			path: splitRoute(job.operation).path,
			collection: run.collection,
			query: parts === '' ? {} : { with: parts },
			max: run.max,
		};
		results.set(parts, await fetchByIds(job.client, request, ids));
	}
	return results;
}

/** What one id of one item yields: an item, or nothing. */
async function outcome(
	job: Job,
	wanted: Wanted,
	id: string,
	{ entity, fetchedAt }: Lookup,
): Promise<readonly INodeExecutionData[]> {
	const { itemIndex, outputField, unknownIds, show } = wanted;
	const row = entity === null ? null : await show(entity);
	if (entity === null && unknownIds === 'skip') return [];
	if (entity === null && unknownIds === 'error') {
		throw new AmoCrmError({
			code: 'notFound',
			status: 404,
			message: `amoCRM has no ${job.resource.label.toLowerCase()} ${id}`,
			hint: 'It was deleted or never existed. The option "Unknown IDs" says what becomes of such items.',
		});
	}
	if (outputField !== '') {
		const input = job.items[itemIndex]?.json ?? {};
		const found = entity !== null;
		return [outputItem({ ...input, [outputField]: row, found, fetchedAt }, itemIndex)];
	}
	return [outputItem(row ?? { id: Number(id), found: false }, itemIndex)];
}

/** One output item per input item and id, however few requests it takes. */
export async function runByIds(job: Job): Promise<INodeExecutionData[]> {
	const failed = new Map<number, INodeExecutionData>();
	const wanted: Wanted[] = [];
	for (const itemIndex of job.items.keys()) {
		try {
			wanted.push(readItem(job, itemIndex));
		} catch (error) {
			failed.set(itemIndex, fail(job, error, itemIndex));
		}
	}
	const results = await lookUp(job, wanted);
	const byItem = new Map(wanted.map((one) => [one.itemIndex, one]));
	const output: INodeExecutionData[] = [];
	for (const itemIndex of job.items.keys()) {
		const one = byItem.get(itemIndex);
		if (!one) {
			const lost = failed.get(itemIndex);
			if (lost) output.push(lost);
			continue;
		}
		for (const id of one.ids) {
			try {
				const result = results.get(one.parts)?.get(id);
				if (!result || result instanceof AmoCrmError)
					throw result ?? new Error(`ID ${id} got lost`);
				output.push(...(await outcome(job, one, id, result)));
			} catch (error) {
				output.push(fail(job, error, itemIndex));
			}
		}
	}
	return output;
}
