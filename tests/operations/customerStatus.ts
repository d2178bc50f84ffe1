import { setMode } from './customersMode';
import type { OperationCase } from './operationCase';
import { customerStatuses, newId, unknownId } from './seeded';

const path = '/api/v4/customers/statuses';
const own = customerStatuses.find(({ is_default }) => !is_default);
const system = customerStatuses.find(({ is_default }) => is_default);
const scene = [setMode('periodicity')];

export const customerStatusCases: readonly OperationCase[] = [
	{
		title: 'makes the statuses of all items in one request',
		operation: 'create',
		scene,
		items: [{ called: 'Offer sent' }, { called: 'Waiting' }],
		parameters: ({ called }) => ({
			name: called,
			additionalFields: { color: '#fffeb2', sort: 0 },
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: ['Offer sent', 'Waiting'].map((name, position) => ({
					name,
					color: '#fffeb2',
					sort: 0,
					request_id: String(position),
				})),
				answer: 'customers_statuses__POST_customers_statuses__response',
			},
		],
		output: [{ id: newId(1) }, { id: newId(2) }],
	},
	{
		title: 'fails for a color that is none',
		operation: 'create',
		scene,
		parameters: { name: 'Offer sent', additionalFields: { color: 'yellow' } },
		requests: [
			{
				route: `POST ${path}`,
				body: [{ name: 'Offer sent', color: 'yellow', request_id: '0' }],
			},
		],
		output: [],
		error: 'color: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'makes none where they would be more than 30',
		operation: 'create',
		scene,
		items: Array.from({ length: 31 - customerStatuses.length }, () => ({})),
		parameters: { name: 'Stage' },
		requests: [
			{
				route: `POST ${path}`,
				body: Array.from({ length: 31 - customerStatuses.length }, (_item, position) => ({
					name: 'Stage',
					request_id: String(position),
				})),
			},
		],
		output: [],
		error: 'Limit 30 statuses (HTTP 422)',
	},
	{
		title: 'gives a status',
		operation: 'get',
		scene,
		parameters: { id: own?.id },
		requests: [
			{
				route: `GET ${path}/${own?.id}`,
				answer: 'customers_statuses__GET_customers_statuses_id__response',
				unlike: [/\.conditions\[/],
			},
		],
		output: [{ ...own }],
	},
	{
		title: 'fails for a status that is not there',
		operation: 'get',
		scene,
		parameters: { id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'Status not found (HTTP 404)',
	},
	{
		title: 'gives every status in their order',
		operation: 'getAll',
		scene,
		parameters: { returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'page=1&limit=250',
				answer: 'customers_statuses__GET_customers_statuses__response',
				unlike: [/\.conditions\[/],
			},
		],
		output: customerStatuses.map((status) => ({ ...status })),
	},
	{
		title: 'fails where customers are in segments',
		operation: 'getAll',
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=50' }],
		output: [],
		error: 'The periodicity mode of customers is turned off (HTTP 422)',
	},
	{
		title: 'changes what is named and nothing else',
		operation: 'update',
		scene,
		parameters: { id: own?.id, updateFields: { color: '#c1e0ff', name: 'Offer sent' } },
		requests: [
			{
				route: `PATCH ${path}/${own?.id}`,
				body: { color: '#c1e0ff', name: 'Offer sent' },
				answer: 'customers_statuses__PATCH_customers_statuses_id__response',
			},
		],
		output: [{ ...own, color: '#c1e0ff', name: 'Offer sent' }],
	},
	{
		title: 'fails for a name of more than 255 characters',
		operation: 'update',
		scene,
		parameters: { id: own?.id, updateFields: { name: 'x'.repeat(256) } },
		requests: [{ route: `PATCH ${path}/${own?.id}`, body: { name: 'x'.repeat(256) } }],
		output: [],
		error: 'name: This value is too long. It should have 255 characters or less. (TooLong)',
	},
	{
		title: 'says which one was deleted',
		operation: 'delete',
		scene,
		parameters: { id: own?.id },
		requests: [{ route: `DELETE ${path}/${own?.id}` }],
		output: [{ deleted: true, id: own?.id }],
	},
	{
		title: 'fails for a status of the account itself',
		operation: 'delete',
		scene,
		parameters: { id: system?.id },
		requests: [{ route: `DELETE ${path}/${system?.id}` }],
		output: [],
		error: 'The status is one of the account (HTTP 422)',
	},
];
