import type { OperationCase, SceneCall } from './operationCase';
import { allLeads, newId, pipelines, unknownId } from './seeded';
import { statusCases } from './pipelineStatus';

const path = '/api/v4/leads/pipelines';
const [first, second] = pipelines;

const made: SceneCall = {
	path,
	body: [
		{
			name: 'Resale',
			sort: 20,
			is_main: false,
			is_unsorted_on: true,
			_embedded: { statuses: [{ name: 'New', sort: 10, color: '#fffeb2' }] },
		},
	],
};
const madeId = newId(1);

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
		title: 'sends the statuses in their order, and other names for won and lost',
		operation: 'create',
		items: [{ called: 'Resale' }, { called: 'Repair' }],
		parameters: ({ called }) => ({
			name: called,
			sort: 20,
			isMain: false,
			isUnsortedOn: true,
			statuses: {
				values: [
					{ name: 'New', color: '#fffeb2', id: '' },
					{ name: 'Talks', color: '#c1e0ff', id: '' },
					{ name: 'Sold', color: '#d6eaff', id: '142' },
				],
			},
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: ['Resale', 'Repair'].map((name, position) => ({
					name,
					sort: 20,
					is_main: false,
					is_unsorted_on: true,
					_embedded: {
						statuses: [
							{ name: 'New', sort: 10, color: '#fffeb2' },
							{ name: 'Talks', sort: 20, color: '#c1e0ff' },
							{ id: 142, name: 'Sold' },
						],
					},
					request_id: String(position),
				})),
				answer: 'pipelines__POST_leads_pipelines__response',
			},
		],
		output: ['Resale', 'Repair'].map((name) => ({
			name,
			is_main: false,
			_embedded: {
				statuses: [
					{ type: 1 },
					{ name: 'New', sort: 20, color: '#fffeb2', is_editable: true },
					{ name: 'Talks', sort: 30 },
					{ id: 142, name: 'Sold' },
					{ id: 143 },
				],
			},
		})),
	},
	{
		title: 'names every color that amoCRM does not take',
		operation: 'create',
		parameters: {
			name: 'Resale',
			sort: 20,
			isMain: false,
			isUnsortedOn: false,
			// The editor has no such color; whoever writes the row as an expression is told at once.
			statuses: [{ name: 'New', color: 'red' }],
		},
		requests: [],
		output: [],
		error: 'Color: "red" is not one of #',
	},
	{
		title: 'fails for a pipeline without a stage',
		operation: 'create',
		parameters: { name: 'Resale', sort: 1, isMain: false, isUnsortedOn: false, statuses: {} },
		requests: [],
		output: [],
		error: 'Statuses is empty',
	},
	{
		title: 'fails where the account has no room for another pipeline',
		operation: 'create',
		scene: Array.from({ length: 48 }, () => made),
		parameters: {
			name: 'The 51st',
			sort: 0,
			isMain: false,
			isUnsortedOn: false,
			statuses: [{ name: 'New' }],
		},
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{
						name: 'The 51st',
						sort: 0,
						is_main: false,
						is_unsorted_on: false,
						_embedded: { statuses: [{ name: 'New', sort: 10 }] },
						request_id: '0',
					},
				],
			},
		],
		output: [],
		error: 'Limit 50 pipelines per account (HTTP 422)',
	},
	{
		title: 'changes what is named, false included',
		operation: 'update',
		parameters: { id: second.id, updateFields: { name: 'Repairs', isUnsortedOn: false } },
		requests: [
			{
				route: `PATCH ${path}/${second.id}`,
				body: { name: 'Repairs', is_unsorted_on: false },
				answer: 'pipelines__PATCH_leads_pipelines_id__response',
			},
		],
		output: [
			{
				id: second.id,
				name: 'Repairs',
				sort: second.sort,
				is_unsorted_on: false,
				_embedded: {
					statuses: second.statuses.filter(({ type }) => type === 0).map(({ id }) => ({ id })),
				},
			},
		],
	},
	{
		title: 'makes another pipeline the main one',
		operation: 'getAll',
		scene: [{ method: 'PATCH', path: `${path}/${second.id}`, body: { is_main: true } }],
		parameters: {},
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=50' }],
		output: [
			{ id: first.id, is_main: false },
			{ id: second.id, is_main: true },
		],
	},
	{
		title: 'deletes a pipeline without leads',
		operation: 'delete',
		scene: [made],
		parameters: { id: madeId },
		requests: [{ route: `DELETE ${path}/${madeId}` }],
		output: [{ deleted: true, id: madeId }],
	},
	{
		title: 'fails for a pipeline with leads',
		operation: 'delete',
		parameters: { id: allLeads[0]?.pipeline_id },
		requests: [{ route: `DELETE ${path}/${allLeads[0]?.pipeline_id}` }],
		output: [],
		error: 'A pipeline with leads can not be deleted (HTTP 422)',
	},
	...statusCases,
];
