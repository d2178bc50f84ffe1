import type { Data } from '../data';
import type { Lead } from '../entities';
import type { FieldProblem } from '../problem';
import { lost, won } from '../seed/pipelines';
import { notSupportedChoice } from './fieldProblems';
import type { LeadInput } from './input';

export interface Place {
	readonly pipeline_id: number;
	readonly status_id: number;
}

export const isClosing = (statusId: number): boolean => statusId === won || statusId === lost;

/**
 * Where a lead stands after a write. 142 and 143 are in every pipeline, so they stay in the present
 * one; a pipeline without a status means its first stage.
 */
export function placeOf(data: Data, input: LeadInput, current: Lead | null): Place | FieldProblem {
	const main = data.pipelines.find(({ is_main }) => is_main) ?? data.pipelines[0];
	const { status_id, pipeline_id } = input;
	const owner =
		status_id === undefined || isClosing(status_id)
			? undefined
			: data.pipelines.find(({ statuses }) => statuses.some(({ id }) => id === status_id));
	const pipelineId = pipeline_id ?? owner?.id ?? current?.pipeline_id ?? main?.id;
	const pipeline = data.pipelines.find(({ id }) => id === pipelineId);
	if (!pipeline) return notSupportedChoice('pipeline_id');
	const isSamePipeline = current?.pipeline_id === pipeline.id;
	const first = pipeline.statuses.find(({ type }) => type === 0)?.id;
	const wanted = status_id ?? (isSamePipeline ? current.status_id : first);
	const status = pipeline.statuses.find(({ id }) => id === wanted);
	if (!status) return notSupportedChoice('status_id');
	return { pipeline_id: pipeline.id, status_id: status.id };
}
