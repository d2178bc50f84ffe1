import type { OperationCase } from './operationCase';
import { integrationUserId } from './seeded';

export const accountCases: readonly OperationCase[] = [
	{
		title: 'gives the account with what was asked for',
		operation: 'get',
		parameters: { with: ['task_types', 'amojo_id'] },
		requests: [{ route: 'GET /api/v4/account', query: 'with=task_types,amojo_id' }],
		output: [
			{
				subdomain: 'sandbox',
				current_user_id: integrationUserId,
				_embedded: { task_types: [{}, {}] },
			},
		],
	},
	{
		title: 'gives all that amoCRM documents',
		operation: 'get',
		parameters: {
			with: [
				'amojo_id',
				'amojo_rights',
				'datetime_settings',
				'drive_url',
				'entity_names',
				'is_api_filter_enabled',
				'task_types',
				'users_groups',
				'uuid',
				'version',
			],
		},
		requests: [
			{
				route: 'GET /api/v4/account',
				query:
					'with=amojo_id,amojo_rights,datetime_settings,drive_url,entity_names,is_api_filter_enabled,task_types,users_groups,uuid,version',
				answer: 'account__GET_account__response',
				unlike: [/entity_names/],
			},
		],
		output: [{ version: 16 }],
	},
];
