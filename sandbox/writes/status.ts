import { z } from 'zod';
import type { Pipeline, Status, StatusDescription } from '../pipeline';
import { problem, type FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { isClosing } from './place';
import type { Prepared } from './writeList';

const levels = ['newbie', 'candidate', 'master'] as const;

const colors = new Set(
	(
		'#fffeb2 #fffd7f #fff000 #ffeab2 #ffdc7f #ffce5a #ffdbdb #ffc8c8 #ff8f92 #d6eaff #c1e0ff ' +
		'#98cbff #ebffb1 #deff81 #87f2c0 #f9deff #f3beff #ccc8f9 #eb93ff #f2f3f4 #e6e8ea'
	).split(' '),
);

const int = z.number().int();

export const statusInput = z.object({
	id: int.optional(),
	name: z.string().max(255).optional(),
	sort: int.optional(),
	color: z.string().optional(),
	descriptions: z
		.array(
			z.object({
				id: int.optional(),
				level: z.string(),
				description: z.string().max(1000).optional(),
			}),
		)
		.optional(),
});

export type StatusInput = z.infer<typeof statusInput>;
type DescriptionInput = NonNullable<StatusInput['descriptions']>[number];

export const isStage = ({ id, type }: Status): boolean => type === 0 && !isClosing(id);

function descriptionProblems(inputs: readonly DescriptionInput[]): readonly FieldProblem[] {
	const known: readonly string[] = levels;
	return inputs.flatMap(({ level }, i) => {
		const isFirst = inputs.findIndex((one) => one.level === level) === i;
		return known.includes(level) && isFirst ? [] : [notSupportedChoice(`descriptions.${i}.level`)];
	});
}

/** What is wrong with a status that `before` says is there, or that is new. */
export function statusProblems(input: StatusInput, before: Status | null): readonly FieldProblem[] {
	const { name, color, descriptions = [] } = input;
	return [
		...(name === '' || (name === undefined && !before) ? [fieldMissing('name')] : []),
		...(color !== undefined && !colors.has(color) ? [notSupportedChoice('color')] : []),
		...descriptionProblems(descriptions),
	];
}

/** The named levels anew; one with an id and without a text is deleted. */
function described(
	store: Store,
	current: readonly StatusDescription[],
	inputs: readonly DescriptionInput[],
	by: number,
): readonly StatusDescription[] {
	const now = Math.floor(Date.now() / 1000);
	const levelsNamed = new Set(inputs.map(({ level }) => level));
	const written = inputs.flatMap(({ level, description }): readonly StatusDescription[] => {
		if (description === undefined) return [];
		const before = current.find((one) => one.level === level);
		return [
			{
				id: before?.id ?? store.nextId(),
				level: level as StatusDescription['level'],
				description,
				created_at: before?.created_at ?? now,
				updated_at: now,
				created_by: before?.created_by ?? by,
				updated_by: before ? by : null,
			},
		];
	});
	return [...current.filter(({ level }) => !levelsNamed.has(level)), ...written];
}

export function builtStatus(
	store: Store,
	pipelineId: number,
	input: StatusInput,
	before: Status | null,
	by: number,
): Status {
	const descriptions = described(store, before?.descriptions ?? [], input.descriptions ?? [], by);
	const isFixed = before !== null && !isStage(before);
	const { sort = before?.sort ?? 0, color = before?.color ?? '#fffeb2' } = isFixed ? before : input;
	return {
		id: before?.id ?? store.nextId(),
		name: input.name ?? before?.name ?? '',
		sort,
		is_editable: before?.is_editable ?? true,
		pipeline_id: pipelineId,
		color,
		type: before?.type ?? 0,
		descriptions,
	};
}

/** amoCRM numbers the stages anew, 20, 30, 40, between incoming leads and won. */
export function arranged(statuses: readonly Status[]): readonly Status[] {
	const stages = statuses
		.filter(isStage)
		.sort((a, b) => a.sort - b.sort)
		.map((status, i) => ({ ...status, sort: 20 + 10 * i }));
	const [first, last] = [
		statuses.filter(({ type }) => type === 1),
		statuses.filter(({ id }) => isClosing(id)),
	];
	return [...first, ...stages, ...last];
}

export function savePipeline(store: Store, pipeline: Pipeline): Pipeline {
	const { pipelines } = store.data;
	const isNew = pipelines.every(({ id }) => id !== pipeline.id);
	const all = isNew
		? [...pipelines, pipeline]
		: pipelines.map((one) => (one.id === pipeline.id ? pipeline : one));
	store.data.pipelines = all
		.map((one) => ({ ...one, is_main: pipeline.is_main ? one.id === pipeline.id : one.is_main }))
		.sort((a, b) => a.sort - b.sort);
	store.touch();
	return pipeline;
}

/** One item of a POST, or of a PATCH when there is a status `before`. */
export function prepareStatus(
	store: Store,
	pipelineId: number,
	item: unknown,
	before: Status | null,
	by: number,
): Prepared<Status> {
	const parsed = statusInput.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const problems = statusProblems(parsed.data, before);
	if (problems.length > 0) return { save: null, problems };
	const save = (): Status => {
		const pipeline = store.data.pipelines.find(({ id }) => id === pipelineId);
		if (!pipeline) throw problem(404, 'Pipeline not found');
		const built = builtStatus(store, pipelineId, parsed.data, before, by);
		const others = pipeline.statuses.filter(({ id }) => id !== built.id);
		const statuses = arranged([...others, built]);
		savePipeline(store, { ...pipeline, statuses });
		return statuses.find(({ id }) => id === built.id) ?? built;
	};
	return { save, problems: null };
}
