import type { OperationCase } from './operationCase';
import { allLeads, newId, pipelines, unknownId } from './seeded';

const [first, second] = pipelines;
const path = `/api/v4/leads/pipelines/${second.id}/statuses`;
const stages = second.statuses.filter(({ is_editable }) => is_editable);
const [stage] = stages;
const described = { level: 'newbie', description: 'Ring at once' };
const inFirst = allLeads.find(
	({ pipeline_id, status_id }) =>
		pipeline_id === first.id &&
		first.statuses.some(({ id, is_editable }) => is_editable && id === status_id),
);

/** The operations of a pipeline that are about its statuses. */
export const statusCases: readonly OperationCase[] = [
	{
		title: 'gives the statuses of one pipeline, won and lost included',
		operation: 'getStatuses',
		scene: [{ method: 'PATCH', path: `${path}/${stage?.id}`, body: { descriptions: [described] } }],
		parameters: { pipelineId: second.id, returnAll: true, with: ['descriptions'] },
		requests: [
			{
				route: `GET ${path}`,
				query: 'with=descriptions&page=1&limit=250',
				answer: 'pipelines__GET_leads_pipelines_pipeline_id_statuses__response',
			},
		],
		output: second.statuses.map(({ id, name }) => ({
			id,
			name,
			pipeline_id: second.id,
			descriptions: id === stage?.id ? [described] : [],
		})),
	},
	{
		title: 'gives a status with what to do in it',
		operation: 'getStatus',
		scene: [{ method: 'PATCH', path: `${path}/${stage?.id}`, body: { descriptions: [described] } }],
		parameters: { pipelineId: second.id, id: stage?.id, with: ['descriptions'] },
		requests: [
			{
				route: `GET ${path}/${stage?.id}`,
				query: 'with=descriptions',
				answer: 'pipelines__GET_leads_pipelines_pipeline_id_statuses_id__response',
			},
		],
		output: [{ id: stage?.id, name: stage?.name, descriptions: [described] }],
	},
	{
		title: 'fails for the status of another pipeline',
		operation: 'getStatus',
		parameters: { pipelineId: first.id, id: stage?.id },
		requests: [{ route: `GET /api/v4/leads/pipelines/${first.id}/statuses/${stage?.id}` }],
		output: [],
		error: 'Status not found (HTTP 404)',
	},
	{
		title: 'adds the statuses of each pipeline in one request, behind those that are there',
		operation: 'createStatus',
		items: [
			{ its: second.id, called: 'Test' },
			{ its: first.id, called: 'Offer' },
			{ its: second.id, called: 'Handover' },
		],
		parameters: ({ its, called }) => ({
			pipelineId: its,
			name: called,
			additionalFields: {
				color: '#fffeb2',
				sort: 100,
				descriptions: { values: [{ level: 'newbie', description: 'Ring at once', id: '' }] },
			},
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: ['Test', 'Handover'].map((name, position) => ({
					name,
					color: '#fffeb2',
					sort: 100,
					descriptions: [described],
					request_id: String(position),
				})),
				answer: 'pipelines__POST_leads_pipelines_pipeline_id_statuses__response',
			},
			{
				route: `POST /api/v4/leads/pipelines/${first.id}/statuses`,
				body: [
					{
						name: 'Offer',
						color: '#fffeb2',
						sort: 100,
						descriptions: [described],
						request_id: '0',
					},
				],
			},
		],
		output: [
			{ name: 'Test', pipeline_id: second.id, sort: 20 + 10 * stages.length },
			{ name: 'Offer', pipeline_id: first.id },
			{ name: 'Handover', pipeline_id: second.id, sort: 30 + 10 * stages.length },
		],
	},
	{
		title: 'fails for two descriptions of one level',
		operation: 'createStatus',
		parameters: {
			pipelineId: second.id,
			name: 'Test',
			additionalFields: { descriptions: [described, described] },
		},
		requests: [
			{
				route: `POST ${path}`,
				body: [{ name: 'Test', descriptions: [described, described], request_id: '0' }],
			},
		],
		output: [],
		error:
			'descriptions.1.level: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'changes the name, the color and a description',
		operation: 'updateStatus',
		scene: [
			{
				path,
				body: [
					{
						name: 'Test',
						sort: 0,
						descriptions: [described, { level: 'master', description: 'B' }],
					},
				],
			},
		],
		parameters: {
			pipelineId: second.id,
			id: newId(3),
			updateFields: {
				name: 'Trial',
				color: '#c1e0ff',
				descriptions: {
					values: [
						{ level: 'newbie', description: 'Ring later', id: String(newId(1)) },
						{ level: 'master', description: '', id: String(newId(2)) },
					],
				},
			},
		},
		requests: [
			{
				route: `PATCH ${path}/${newId(3)}`,
				body: {
					name: 'Trial',
					color: '#c1e0ff',
					descriptions: [
						{ level: 'newbie', description: 'Ring later', id: newId(1) },
						{ level: 'master', id: newId(2) },
					],
				},
				answer: 'pipelines__PATCH_leads_pipelines_pipeline_id_statuses_id__response',
			},
		],
		output: [
			{
				id: newId(3),
				name: 'Trial',
				color: '#c1e0ff',
				sort: 20,
				descriptions: [{ id: newId(1), level: 'newbie', description: 'Ring later' }],
			},
		],
	},
	{
		title: 'deletes a status; its leads go to the first one',
		operation: 'deleteStatus',
		parameters: { pipelineId: first.id, id: inFirst?.status_id },
		requests: [
			{ route: `DELETE /api/v4/leads/pipelines/${first.id}/statuses/${inFirst?.status_id}` },
		],
		output: [{ deleted: true, pipeline_id: first.id, id: inFirst?.status_id }],
	},
	{
		title: 'fails for a status that every pipeline has',
		operation: 'deleteStatus',
		parameters: { pipelineId: second.id, id: 142 },
		requests: [{ route: `DELETE ${path}/142` }],
		output: [],
		error: 'The status can not be deleted (HTTP 422)',
	},
	{
		title: 'fails for a status that is not there',
		operation: 'deleteStatus',
		parameters: { pipelineId: second.id, id: unknownId },
		requests: [{ route: `DELETE ${path}/${unknownId}` }],
		output: [],
		error: 'Status not found (HTTP 404)',
	},
];
