import { z } from 'zod';
import type { Pipeline, Status } from '../pipeline';
import { problem, type FieldProblem } from '../problem';
import { systemStatuses } from '../seed/pipelines';
import type { Store } from '../store';
import { fieldMissing, problemOf } from './fieldProblems';
import { isClosing } from './place';
import { arranged, builtStatus, savePipeline, statusInput, statusProblems } from './status';
import type { Prepared } from './writeList';

const changed = {
	name: z.string().max(255),
	sort: z.number().int(),
	is_main: z.boolean(),
	is_unsorted_on: z.boolean(),
};

const newPipeline = z.object({
	...changed,
	_embedded: z.object({ statuses: z.array(statusInput) }),
});

const pipelineChange = z.object(changed).partial();

type NewPipeline = z.infer<typeof newPipeline>;

const isSystem = ({ id }: { readonly id?: number | undefined }): boolean =>
	id !== undefined && isClosing(id);

function problemsOf({ name, _embedded: { statuses } }: NewPipeline): readonly FieldProblem[] {
	const ofStatuses = statuses.flatMap((status, i) =>
		isSystem(status)
			? []
			: statusProblems(status, null).map((one) => ({
					...one,
					path: `_embedded.statuses.${i}.${one.path}`,
				})),
	);
	return [
		...(name === '' ? [fieldMissing('name')] : []),
		...(statuses.length === 0 ? [fieldMissing('_embedded.statuses')] : []),
		...ofStatuses,
	];
}

/** The stages that were named between those that every pipeline has, which may have other names. */
function statusesOf(store: Store, input: NewPipeline, id: number, by: number): readonly Status[] {
	const { statuses } = input._embedded;
	const system = Object.values(systemStatuses(id, store.nextId())).map((status) => {
		const renamed = statuses.find((one) => one.id === status.id);
		return { ...status, name: renamed?.name ?? status.name };
	});
	const own = statuses
		.filter((status) => !isSystem(status))
		.map((status) => builtStatus(store, id, status, null, by));
	return arranged([...system, ...own]);
}

export function prepareNewPipeline(store: Store, item: unknown, by: number): Prepared<Pipeline> {
	const parsed = newPipeline.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const problems = problemsOf(parsed.data);
	if (problems.length > 0) return { save: null, problems };
	const save = (): Pipeline => {
		const { name, sort, is_main, is_unsorted_on } = parsed.data;
		const id = store.nextId();
		const statuses = statusesOf(store, parsed.data, id, by);
		const own = { id, name, sort, is_main, is_unsorted_on, is_archive: false, statuses };
		return savePipeline(store, own);
	};
	return { save, problems: null };
}

/** The main pipeline stays the main one until another one becomes it. */
export function preparePipelineChange(
	store: Store,
	item: unknown,
	before: Pipeline,
): Prepared<Pipeline> {
	const parsed = pipelineChange.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { name = before.name, sort = before.sort, is_main, is_unsorted_on } = parsed.data;
	if (name === '') return { save: null, problems: [fieldMissing('name')] };
	const save = (): Pipeline =>
		savePipeline(store, {
			...before,
			name,
			sort,
			is_main: before.is_main || is_main === true,
			is_unsorted_on: is_unsorted_on ?? before.is_unsorted_on,
		});
	return { save, problems: null };
}

export function deletePipeline(store: Store, { id, is_main }: Pipeline): void {
	const [next, ...others] = store.data.pipelines.filter((pipeline) => pipeline.id !== id);
	if (!next) throw problem(422, 'The last pipeline can not be deleted');
	const isUsed = [...store.data.leads.values()].some(
		(lead) => lead.pipeline_id === id && !lead.is_deleted,
	);
	if (isUsed) throw problem(422, 'A pipeline with leads can not be deleted');
	store.data.pipelines = [{ ...next, is_main: next.is_main || is_main }, ...others];
	store.touch();
}

/** Its leads go to the first stage of the pipeline, and amoCRM tells of each of them. */
export function deleteStatus(store: Store, pipeline: Pipeline, status: Status, by: number): void {
	const statuses = pipeline.statuses.filter(({ id }) => id !== status.id);
	const first = statuses.find(({ type }) => type === 0);
	if (!status.is_editable || !first) throw problem(422, 'The status can not be deleted');
	const now = Math.floor(Date.now() / 1000);
	store.together(() => {
		for (const lead of store.data.leads.values()) {
			if (lead.pipeline_id !== pipeline.id || lead.status_id !== status.id) continue;
			const updated_at = Math.max(now, lead.updated_at);
			store.save('leads', { ...lead, status_id: first.id, updated_at, updated_by: by });
		}
		savePipeline(store, { ...pipeline, statuses: arranged(statuses) });
	});
}
