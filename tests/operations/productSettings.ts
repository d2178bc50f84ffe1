import type { OperationCase } from './operationCase';

const path = '/api/v4/catalogs/products/settings';

export const productSettingsCases: readonly OperationCase[] = [
	{
		title: 'gives whether the account uses products',
		operation: 'get',
		scene: [{ method: 'PATCH', path, body: { is_enabled: false } }],
		requests: [{ route: `GET ${path}` }],
		output: [{ is_enabled: false }],
	},
	{
		title: 'sends false, which switches products off',
		operation: 'update',
		parameters: { isEnabled: false },
		requests: [{ route: `PATCH ${path}`, body: { is_enabled: false } }],
		output: [{ is_enabled: false }],
	},
	{
		title: 'sends nothing for what is neither true nor false',
		operation: 'update',
		parameters: { isEnabled: 'perhaps' },
		requests: [],
		output: [],
		error: 'Enabled: "perhaps" is not true or false',
	},
];
