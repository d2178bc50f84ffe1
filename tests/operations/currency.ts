import type { OperationCase } from './operationCase';

export const currencyCases: readonly OperationCase[] = [
	{
		title: 'gives the codes, page by page',
		operation: 'getAll',
		parameters: { limit: 2 },
		requests: [{ route: 'GET /api/v4/currencies', query: 'page=1&limit=2' }],
		output: [{ code: 'RUB' }, { code: 'USD' }],
	},
];
