import type { OperationCase } from './operationCase';
import { curlLeadId, leads } from './seeded';

export const apiCases: readonly OperationCase[] = [
	{
		title: 'follows the pages of a list to their end',
		operation: 'call',
		parameters: {
			method: 'GET',
			path: 'leads',
			queryParameters: { limit: 20, order: { id: 'desc' } },
			options: { allPages: true },
		},
		requests: [
			{ route: 'GET /api/v4/leads', query: 'order[id]=desc&page=1&limit=20' },
			{ route: 'GET /api/v4/leads', query: 'order[id]=desc&page=2&limit=20' },
		],
		output: Array.from({ length: 31 }, () => ({ is_deleted: false })),
	},
	{
		title: 'sends a body and gives status and answer, if asked to',
		operation: 'call',
		parameters: {
			method: 'PATCH',
			path: `/api/v4/leads/${curlLeadId}`,
			body: { price: 0 },
			options: { fullResponse: true },
		},
		requests: [{ route: `PATCH /api/v4/leads/${curlLeadId}`, body: { price: 0 } }],
		output: [{ status: 200, body: { id: curlLeadId } }],
	},
	{
		title: 'gives no item where a read finds nothing',
		operation: 'call',
		parameters: {
			method: 'GET',
			path: 'leads',
			queryParameters: `{"filter": {"id": [1], "price": {"to": ${leads[0].price}}}}`,
		},
		requests: [
			{ route: 'GET /api/v4/leads', query: `filter[id][]=1&filter[price][to]=${leads[0].price}` },
		],
		output: [],
	},
];
