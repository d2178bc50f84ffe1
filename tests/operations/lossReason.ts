import { lossReasons } from '../../sandbox/seed/pipelines';
import type { OperationCase } from './operationCase';
import { newId, unknownId } from './seeded';

const path = '/api/v4/leads/loss_reasons';
const [first, second] = lossReasons;

export const lossReasonCases: readonly OperationCase[] = [
	{
		title: 'makes the reasons of all items in one request',
		operation: 'create',
		items: [{ called: 'Too late' }, { called: 'No answer' }],
		parameters: ({ called }) => ({ name: called, additionalFields: { sort: 0 } }),
		requests: [
			{
				route: `POST ${path}`,
				body: ['Too late', 'No answer'].map((name, position) => ({
					name,
					sort: 0,
					request_id: String(position),
				})),
			},
		],
		output: [
			{ id: newId(1), name: 'Too late', sort: 0 },
			{ id: newId(2), name: 'No answer', sort: 0 },
		],
	},
	{
		title: 'fails for a name of more than 255 characters',
		operation: 'create',
		parameters: { name: 'x'.repeat(256) },
		requests: [{ route: `POST ${path}`, body: [{ name: 'x'.repeat(256), request_id: '0' }] }],
		output: [],
		error: 'name: This value is too long. It should have 255 characters or less. (TooLong)',
	},
	{
		title: 'gives a reason',
		operation: 'get',
		parameters: { id: first?.id },
		requests: [{ route: `GET ${path}/${first?.id}` }],
		output: [{ ...first }],
	},
	{
		title: 'gives every reason in their order',
		operation: 'getAll',
		parameters: { returnAll: true },
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=250' }],
		output: lossReasons.map((reason) => ({ ...reason })),
	},
	{
		title: 'gives no item where there are no reasons',
		operation: 'getAll',
		scene: lossReasons.map(({ id }) => ({ method: 'DELETE' as const, path: `${path}/${id}` })),
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=50' }],
		output: [],
	},
	{
		title: 'changes what is named and nothing else',
		operation: 'update',
		parameters: { id: second?.id, updateFields: { name: 'Price' } },
		requests: [{ route: `PATCH ${path}/${second?.id}`, body: { name: 'Price' } }],
		output: [{ id: second?.id, name: 'Price', sort: second?.sort }],
	},
	{
		title: 'removes a reason',
		operation: 'delete',
		parameters: { id: first?.id },
		requests: [{ route: `DELETE ${path}/${first?.id}` }],
		output: [{ deleted: true, id: first?.id }],
	},
	{
		title: 'fails for a reason that is not there',
		operation: 'delete',
		parameters: { id: unknownId },
		requests: [{ route: `DELETE ${path}/${unknownId}` }],
		output: [],
		error: 'Loss reason not found (HTTP 404)',
	},
];
