import type { OperationCase } from './operationCase';
import { personUserId, users } from './seeded';

export const userCases: readonly OperationCase[] = [
	{
		title: 'gives a user with rights',
		operation: 'get',
		parameters: { id: personUserId },
		requests: [
			{
				route: `GET /api/v4/users/${personUserId}`,
				answer: 'users__GET_users_id__response',
				unlike: [/status_rights\[/],
			},
		],
		output: [{ id: personUserId, rights: { is_admin: true } }],
	},
	{
		title: 'gives the users up to the limit',
		operation: 'getAll',
		parameters: { limit: 2, with: ['role', 'group'] },
		requests: [
			{
				route: 'GET /api/v4/users',
				query: 'with=role,group&page=1&limit=2',
				answer: 'users__GET_users__response',
				// Nobody in the sandbox has a role or a group.
				unlike: [/status_rights\[|_embedded\.(roles|groups)\[/],
			},
		],
		output: users.slice(0, 2).map(({ id, name, email }) => ({ id, name, email })),
	},
];
