import { z } from 'zod';
import type { Data } from '../data';
import type { FieldProblem } from '../problem';
import type { Source } from '../settings';
import { fieldMissing, notSupportedChoice } from './fieldProblems';

const service = z.object({
	type: z.literal('whatsapp'),
	params: z
		.object({ waba: z.boolean().optional(), is_supports_list_message: z.boolean().optional() })
		.optional(),
	pages: z.array(z.object({ id: z.string(), name: z.string(), link: z.string() })).default([]),
});

const changeable = {
	pipeline_id: z.number().int().optional(),
	default: z.boolean().optional(),
	origin_code: z.string().nullish(),
	services: z.array(service).optional(),
};

export const newSource = z.object({
	...changeable,
	name: z.string().min(1).max(255),
	external_id: z
		.string()
		.max(36)
		.regex(/^[\x20-\x7e]+$/)
		.nullish(),
});

/** `external_id` stays as it was created. */
export const changedSource = z.object({
	...changeable,
	id: z.number().int().optional(),
	name: z.string().min(1).max(255).optional(),
});

export type NewSource = z.infer<typeof newSource>;
export type ChangedSource = z.infer<typeof changedSource>;

const pipelineProblems = (data: Data, id: number | undefined): readonly FieldProblem[] =>
	id === undefined || data.pipelines.some((pipeline) => pipeline.id === id)
		? []
		: [notSupportedChoice('pipeline_id')];

export function newSourceProblems(data: Data, input: NewSource): readonly FieldProblem[] {
	const { external_id, pipeline_id } = input;
	const isTaken =
		typeof external_id === 'string' &&
		[...data.settings.sources.values()].some((source) => source.external_id === external_id);
	const taken: FieldProblem = {
		code: 'NotUnique',
		path: 'external_id',
		detail: 'A source with this external_id already exists.',
	};
	return [...pipelineProblems(data, pipeline_id), ...(isTaken ? [taken] : [])];
}

export function changedSourceProblems(data: Data, input: ChangedSource): readonly FieldProblem[] {
	if (input.id === undefined) return [fieldMissing('id')];
	if (!data.settings.sources.has(input.id)) return [notSupportedChoice('id')];
	return pipelineProblems(data, input.pipeline_id);
}

/** What the input leaves out stays, or is what a new source has. */
export function sourceOf(
	data: Data,
	id: number,
	input: NewSource | ChangedSource,
	current: Source | undefined,
): Source {
	const main = data.pipelines.find(({ is_main }) => is_main) ?? data.pipelines[0];
	const external_id = 'external_id' in input ? (input.external_id ?? null) : null;
	return {
		id,
		name: input.name ?? current?.name ?? '',
		pipeline_id: input.pipeline_id ?? current?.pipeline_id ?? main?.id ?? 0,
		external_id: current?.external_id ?? external_id,
		default: input.default ?? current?.default ?? false,
		origin_code:
			input.origin_code === undefined ? (current?.origin_code ?? null) : input.origin_code,
		services: input.services ?? current?.services ?? [],
	};
}
