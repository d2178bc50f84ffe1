import type { OperationCase } from './operationCase';
import { pipelines, unknownId } from './seeded';

const [first, second] = pipelines;

export const pipelineCases: readonly OperationCase[] = [
	{
		title: 'gives a pipeline with its statuses',
		operation: 'get',
		parameters: { id: first.id },
		requests: [
			{
				route: `GET /api/v4/leads/pipelines/${first.id}`,
				answer: 'pipelines__GET_leads_pipelines_id__response',
			},
		],
		output: [{ id: first.id, _embedded: { statuses: first.statuses.map(({ id }) => ({ id })) } }],
	},
	{
		title: 'fails for a pipeline that is not there',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET /api/v4/leads/pipelines/${unknownId}` }],
		output: [],
		error: 'Pipeline not found (HTTP 404)',
	},
	{
		title: 'gives every pipeline',
		operation: 'getAll',
		parameters: { returnAll: true },
		requests: [
			{
				route: 'GET /api/v4/leads/pipelines',
				query: 'page=1&limit=250',
				answer: 'pipelines__GET_leads_pipelines__response',
			},
		],
		output: [{ id: first.id }, { id: second.id }],
	},
	{
		title: 'gives the statuses of one pipeline, won and lost included',
		operation: 'getStatuses',
		parameters: { pipelineId: second.id, returnAll: true },
		requests: [
			{
				route: `GET /api/v4/leads/pipelines/${second.id}/statuses`,
				query: 'page=1&limit=250',
				answer: 'pipelines__GET_leads_pipelines_pipeline_id_statuses__response',
				unlike: [/descriptions/],
			},
		],
		output: second.statuses.map(({ id, name }) => ({ id, name, pipeline_id: second.id })),
	},
];
