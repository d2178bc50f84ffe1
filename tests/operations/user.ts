import type { OperationCase, SceneCall } from './operationCase';
import { integrationUserId, newId, personUserId, pipelines, unknownId, users } from './seeded';

const path = '/api/v4/users';
const leads = { view: 'A', edit: 'A', add: 'A', delete: 'A', export: 'D' };
const anna = { name: 'Anna', email: 'anna@example.com', password: 'aBcde1@345' };
const boris = { name: 'Boris', email: 'boris@example.com', password: 'aBcde1@345' };
const [{ id: pipelineId }] = pipelines;
const stage = {
	entity_type: 'leads',
	pipeline_id: pipelineId,
	status_id: 142,
	rights: { view: 'A', edit: 'A', delete: 'A', export: 'D' },
};
const role: SceneCall = {
	path: '/api/v4/roles',
	body: [{ name: 'Seller', rights: { leads, status_rights: [stage] } }],
};
const roleId = newId(1);
const isActive = (active: boolean) => ({ rights: { is_active: active } });
const ids = users.map(({ id }) => id);
const shutOut: SceneCall = {
	path: `${path}/deactivate`,
	body: ids.slice(0, 2).map((id) => ({ id })),
};

export const userCases: readonly OperationCase[] = [
	{
		title: 'gives a user with rights',
		operation: 'get',
		parameters: { id: personUserId },
		requests: [
			{
				route: `GET ${path}/${personUserId}`,
				answer: 'users__GET_users_id__response',
				unlike: [/status_rights\[/],
			},
		],
		output: [{ id: personUserId, rights: { is_admin: true } }],
	},
	{
		title: 'gives all that amoCRM documents',
		operation: 'get',
		scene: [role, { path, body: [{ ...anna, rights: { role_id: roleId } }] }],
		parameters: {
			id: newId(2),
			with: ['amojo_id', 'group', 'phone_number', 'role', 'user_rank', 'uuid'],
		},
		requests: [
			{
				route: `GET ${path}/${newId(2)}`,
				query: 'with=amojo_id,group,phone_number,role,user_rank,uuid',
				answer: 'users__GET_users_id__response',
			},
		],
		output: [
			{
				name: 'Anna',
				rights: { leads, role_id: roleId },
				user_rank: 'newbie',
				_embedded: { roles: [{ id: roleId, name: 'Seller' }], groups: [{ id: 0 }] },
			},
		],
	},
	{
		title: 'gives the users up to the limit',
		operation: 'getAll',
		parameters: { limit: 2, with: ['role', 'group'] },
		requests: [
			{
				route: `GET ${path}`,
				query: 'with=role,group&page=1&limit=2',
				answer: 'users__GET_users__response',
				// Nobody here has a role or rights of stages.
				unlike: [/status_rights\[|_embedded\.roles\[/],
			},
		],
		output: users.slice(0, 2).map(({ id, name, email }) => ({ id, name, email })),
	},
	{
		title: 'fails for a user who is no administrator',
		operation: 'getAll',
		scene: [{ method: 'PATCH', path: `/users/${integrationUserId}`, body: { is_admin: false } }],
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=50' }],
		output: [],
		error: 'amoCRM denied access',
	},
	{
		title: 'sends the users of all items in one request',
		operation: 'create',
		items: [
			{ ...anna, lang: 'en', leadRights: { rights: leads } },
			{ ...boris, isAdmin: true, groupId: 0 },
		],
		parameters: ({ name, email, password, ...additionalFields }) => ({
			name,
			email,
			password,
			additionalFields,
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{ ...anna, lang: 'en', rights: { leads }, request_id: '0' },
					{ ...boris, rights: { is_admin: true, group_id: 0 }, request_id: '1' },
				],
				answer: 'users__POST_users__response',
			},
		],
		output: [
			{ id: newId(1), name: 'Anna', lang: 'en', rights: { leads, is_admin: false } },
			{ id: newId(2), name: 'Boris', rights: { is_admin: true, is_active: true, group_id: 0 } },
		],
	},
	{
		title: 'fails for a role that is not there, and does not repeat the password',
		operation: 'create',
		parameters: { ...anna, additionalFields: { roleId: unknownId } },
		requests: [
			{
				route: `POST ${path}`,
				body: [{ ...anna, rights: { role_id: unknownId }, request_id: '0' }],
			},
		],
		output: [],
		error:
			'amoCRM did not accept the data: rights.role_id: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400)',
	},
	{
		title: 'fails for an email that is in the account already',
		operation: 'create',
		parameters: { ...anna, email: 'maria@example.com' },
		requests: [
			{ route: `POST ${path}`, body: [{ ...anna, email: 'maria@example.com', request_id: '0' }] },
		],
		output: [],
		error: 'email: A user with this email is in the account already.',
	},
	{
		title: 'sends eleven users in two requests',
		operation: 'create',
		items: Array.from({ length: 11 }, (_item, n) => ({ email: `${n}@example.com` })),
		parameters: ({ email }) => ({ ...anna, email }),
		requests: [10, 1].map((count, chunk) => ({
			route: `POST ${path}`,
			body: Array.from({ length: count }, (_user, n) => ({
				...anna,
				email: `${chunk * 10 + n}@example.com`,
				request_id: String(n),
			})),
		})),
		output: Array.from({ length: 11 }, (_user, n) => ({ email: `${n}@example.com` })),
	},
	{
		title: 'shuts out the users of all items with one request',
		operation: 'deactivate',
		items: [{ id: ids[0] }, { id: ids[1] }],
		parameters: ({ id }) => ({ id }),
		requests: [{ route: `POST ${path}/deactivate`, body: [{ id: ids[0] }, { id: ids[1] }] }],
		output: [
			{ success: true, id: ids[0] },
			{ success: true, id: ids[1] },
		],
	},
	{
		title: 'fails for a user that is not there',
		operation: 'deactivate',
		parameters: { id: unknownId },
		requests: [{ route: `POST ${path}/deactivate`, body: [{ id: unknownId }] }],
		output: [],
		error: 'id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'gives a user that is shut out as inactive',
		operation: 'getAll',
		scene: [shutOut],
		parameters: { returnAll: true },
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=250' }],
		output: [isActive(false), isActive(false), isActive(true)],
	},
	{
		title: 'lets a user in again',
		operation: 'activate',
		scene: [shutOut],
		parameters: { id: ids[0] },
		requests: [{ route: `POST ${path}/activate`, body: [{ id: ids[0] }] }],
		output: [{ success: true, id: ids[0] }],
	},
	{
		title: 'gives a user that is let in again as active',
		operation: 'getAll',
		scene: [shutOut, { path: `${path}/activate`, body: [{ id: ids[0] }] }],
		parameters: { returnAll: true },
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=250' }],
		output: [isActive(true), isActive(false), isActive(true)],
	},
];
