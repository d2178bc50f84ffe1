import type { INodeExecutionData } from 'n8n-workflow';
import type { Run } from '../../src/catalog/define';
import { ownerOf } from '../../src/catalog/fieldOwner';
import { fieldToMatch } from '../../src/catalog/matchField';
import { splitRoute } from '../../src/catalog/request';
import { sendBatches, type BatchResult, type Model } from '../../src/client/batch';
import type { Row } from '../../src/client/paginate';
import { findMatches, type Matches } from '../../src/match/findMatches';
import { matcher, type MatchBy } from '../../src/match/matcher';
import { newEntity } from '../../src/match/newEntity';
import { resolve, type Resolution, type Wanted } from '../../src/match/resolve';
import { batchSize } from './batchSize';
import { fail, outputItem, plan, reader, type Job } from './job';
import { toNodeError } from '../nodeError';
import { written } from './written';

type MatchRun = Extract<Run, { readonly kind: 'match' }>;

async function matchField(job: Job, itemIndex: number, path: string): Promise<string> {
	const { matchField: param } = job.operation.params;
	const given = reader(job, itemIndex)('matchField') ?? '';
	const owner = ownerOf(path);
	return await job.fields.during((fields) =>
		fieldToMatch(String(param?.convert(given, job.wire)), { ...job.wire, owner, fields }),
	);
}

async function readItem(job: Job, itemIndex: number): Promise<Wanted> {
	const { body, path } = await plan(job, itemIndex);
	const read = reader(job, itemIndex);
	const { matchBy, matchValue } = job.operation.params;
	const options = (read('options') ?? {}) as { severalMatches?: unknown };
	const by = matchBy?.convert(read('matchBy'), job.wire) as MatchBy;
	const own = matcher({
		by,
		field: by === 'field' ? await matchField(job, itemIndex, path) : '',
		value: String(matchValue?.convert(read('matchValue'), job.wire)),
	});
	return {
		itemIndex,
		matcher: own,
		model: own.findable(body),
		isSingle: options.severalMatches === 'error',
	};
}

async function look(job: Job, run: MatchRun, wanted: readonly Wanted[]): Promise<Matches> {
	const { path } = splitRoute(job.operation);
	const isIsolating = job.context.continueOnFail();
	const matchers = wanted.map((one) => one.matcher);
	try {
		return await findMatches(job.client, { ...run, path, isIsolating }, matchers);
	} catch (error) {
		throw toNodeError(job.context, error);
	}
}

/** The row that amoCRM answers for each item's model, by the item. */
async function write(
	job: Job,
	run: MatchRun,
	{ method, path }: { readonly method: 'POST' | 'PATCH'; readonly path: string },
	models: ReadonlyMap<number, Model>,
): Promise<ReadonlyMap<number, BatchResult>> {
	const items = [...models.keys()];
	const size = batchSize(job, run.max);
	const isIsolating = job.context.continueOnFail();
	const results = await sendBatches(
		job.client,
		{ method, path, collection: run.collection, size, isIsolating },
		[...models.values()],
		({ index, error }) => toNodeError(job.context, error, items[index]),
	);
	return new Map(
		results.flatMap((result, index) => {
			const itemIndex = items[index];
			return itemIndex === undefined ? [] : [[itemIndex, result] as const];
		}),
	);
}

const lost = (): Error => new Error('The item got lost');

/** The entity that an item means, once it is there. */
interface Target {
	readonly entity: Row;
	/** How many had the match value when it was the item's turn. */
	readonly matches: number;
	readonly outcome: 'created' | 'matched';
}

type Created = ReadonlyMap<string, BatchResult | undefined>;

function targetOf(one: Wanted, resolution: Resolution, created: Created): Target | Error {
	if (resolution.kind === 'failed') return resolution.error;
	if (resolution.kind === 'found') return { ...resolution, outcome: 'matched' };
	const row = created.get(one.matcher.id) ?? lost();
	// Whoever comes after a refused creation does not try again: after a timeout it would be a second one.
	if (row instanceof Error) return row;
	return resolution.kind === 'create'
		? { entity: written(row), matches: 0, outcome: 'created' }
		: { entity: written(row), matches: 1, outcome: 'matched' };
}

async function create(
	job: Job,
	run: MatchRun,
	wanted: readonly Wanted[],
	resolutions: readonly Resolution[],
): Promise<Created> {
	const creators = wanted.filter((_one, position) => resolutions[position]?.kind === 'create');
	const models = new Map(
		creators.map((one) => [one.itemIndex, newEntity(one.model, one.matcher)] as const),
	);
	const { path } = splitRoute(job.operation);
	const rows = await write(job, run, { method: 'POST', path }, models);
	return new Map(creators.map((one) => [one.matcher.id, rows.get(one.itemIndex)] as const));
}

/** The rows of the items that change an entity that is there; several may change the same one, in order. */
async function update(
	job: Job,
	run: MatchRun,
	wanted: readonly Wanted[],
	targets: ReadonlyArray<Target | Error>,
): Promise<ReadonlyMap<number, BatchResult>> {
	if (run.update === null) return new Map();
	const models = new Map<number, Model>();
	wanted.forEach(({ itemIndex, model }, position) => {
		const target = targets[position];
		if (!target || target instanceof Error || target.outcome === 'created') return;
		if (Object.keys(model).length === 0) return;
		models.set(itemIndex, { ...model, id: target.entity['id'] });
	});
	return await write(
		job,
		run,
		{ method: 'PATCH', path: splitRoute({ route: run.update }).path },
		models,
	);
}

const resultOf = ({ entity, outcome, matches }: Target, change: Row | undefined): object =>
	change ? { ...written(change), outcome: 'updated', matches } : { ...entity, outcome, matches };

/** Each item's entity, found or made; all items are looked up and written together. */
export async function runMatch(job: Job): Promise<INodeExecutionData[]> {
	const { run } = job.operation;
	if (run.kind !== 'match') return [];
	const output: INodeExecutionData[] = [];
	const wanted: Wanted[] = [];
	for (const itemIndex of job.items.keys()) {
		try {
			wanted.push(await readItem(job, itemIndex));
		} catch (error) {
			output[itemIndex] = fail(job, error, itemIndex);
		}
	}
	const resolutions = resolve(wanted, await look(job, run, wanted));
	resolutions.forEach((resolution, position) => {
		// Before anything is written: the run ends here, unless it goes on with the other items.
		if (resolution.kind === 'failed') fail(job, resolution.error, wanted[position]?.itemIndex ?? 0);
	});
	const created = await create(job, run, wanted, resolutions);
	const targets = wanted.map((one, position) => {
		const resolution = resolutions[position];
		return resolution ? targetOf(one, resolution, created) : lost();
	});
	const updated = await update(job, run, wanted, targets);
	wanted.forEach(({ itemIndex }, position) => {
		const target = targets[position] ?? lost();
		const change = updated.get(itemIndex);
		if (target instanceof Error) output[itemIndex] = fail(job, target, itemIndex);
		else if (change instanceof Error) output[itemIndex] = fail(job, change, itemIndex);
		else output[itemIndex] = outputItem(resultOf(target, change), itemIndex);
	});
	return output;
}
