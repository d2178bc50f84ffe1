import type { OperationCase, SceneCall } from './operationCase';
import { integrationUserId, newId, pipelines, unknownId } from './seeded';

const path = '/api/v4/roles';
const [pipeline] = pipelines;
const all = { view: 'A', edit: 'A', add: 'A', delete: 'A', export: 'A' };
const none = { view: 'D', edit: 'D', add: 'D', delete: 'D', export: 'D' };
const stage = {
	entity_type: 'leads',
	pipeline_id: pipeline.id,
	status_id: 142,
	rights: { view: 'A', edit: 'D', delete: 'D', export: 'D' },
};
const seller = { name: 'Seller', rights: { leads: all, tasks: { edit: 'A', delete: 'M' } } };
const guest = { name: 'Guest' };
const created: SceneCall = { path, body: [seller, guest] };
const [sellerId, guestId] = [newId(1), newId(2)];
const worker: SceneCall = {
	path: '/api/v4/users',
	body: [
		{
			name: 'Worker',
			email: 'worker@example.com',
			password: 'aBcde1',
			rights: { role_id: sellerId },
		},
	],
};

export const roleCases: readonly OperationCase[] = [
	{
		title: 'sends the rights of each role; what is not named is denied',
		operation: 'create',
		items: [
			{
				name: 'Seller',
				leadRights: { rights: all },
				statusRights: { values: [{ status: `${pipeline.id}:142`, ...stage.rights }] },
				mailAccess: true,
			},
			{ name: 'Guest' },
		],
		parameters: ({ name, ...additionalFields }) => ({ name, additionalFields }),
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{
						name: 'Seller',
						rights: { leads: all, status_rights: [stage], mail_access: true },
						request_id: '0',
					},
					{ name: 'Guest', request_id: '1' },
				],
				answer: 'users__POST_roles__response',
			},
		],
		output: [
			{ id: sellerId, name: 'Seller', rights: { leads: all, contacts: none, mail_access: true } },
			{ id: guestId, name: 'Guest', rights: { leads: none, catalog_access: false } },
		],
	},
	{
		title: 'fails for a stage that is not in the pipeline',
		operation: 'create',
		parameters: {
			name: 'Seller',
			additionalFields: { statusRights: [{ status: `${pipeline.id}:${unknownId}`, view: 'A' }] },
		},
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{
						name: 'Seller',
						rights: { status_rights: [{ ...stage, status_id: unknownId, rights: { view: 'A' } }] },
						request_id: '0',
					},
				],
			},
		],
		output: [],
		error: 'rights.status_rights.0.status_id: The value you selected is not a valid choice.',
	},
	{
		title: 'fails for a user who is no administrator',
		operation: 'create',
		scene: [{ method: 'PATCH', path: `/users/${integrationUserId}`, body: { is_admin: false } }],
		parameters: { name: 'Seller' },
		requests: [{ route: `POST ${path}`, body: [{ name: 'Seller', request_id: '0' }] }],
		output: [],
		error: 'amoCRM denied access',
	},
	{
		title: 'gives a role with its users',
		operation: 'get',
		scene: [created, worker],
		parameters: { id: sellerId, with: ['users'] },
		requests: [
			{
				route: `GET ${path}/${sellerId}`,
				query: 'with=users',
				answer: 'users__GET_roles_id__response',
			},
		],
		output: [{ id: sellerId, name: 'Seller', _embedded: { users: [{ id: newId(3) }] } }],
	},
	{
		title: 'fails for a role that is not there',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'Role not found (HTTP 404)',
	},
	{
		title: 'gives the roles, page by page',
		operation: 'getAll',
		scene: [created],
		parameters: { returnAll: true, with: ['users'] },
		requests: [
			{
				route: `GET ${path}`,
				query: 'with=users&page=1&limit=250',
				answer: 'users__GET_roles__response',
			},
		],
		output: [{ id: sellerId }, { id: guestId, _embedded: { users: [] } }],
	},
	{
		title: 'gives no item where there is no role',
		operation: 'getAll',
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=50' }],
		output: [],
	},
	{
		title: 'sends the changes of many items in one request',
		operation: 'update',
		scene: [created],
		items: [
			{ id: sellerId, name: 'Salesperson' },
			{ id: guestId, taskRights: { edit: 'M', delete: 'M' } },
		],
		parameters: ({ id, ...updateFields }) => ({ id, updateFields }),
		requests: [
			{
				route: `PATCH ${path}`,
				body: [
					{ id: sellerId, name: 'Salesperson', request_id: '0' },
					{ id: guestId, rights: { tasks: { edit: 'M', delete: 'M' } }, request_id: '1' },
				],
			},
		],
		output: [
			{ id: sellerId, name: 'Salesperson', rights: { leads: all } },
			{ id: guestId, name: 'Guest', rights: { tasks: { edit: 'M', delete: 'M' }, leads: none } },
		],
	},
	{
		title: 'sends the change of an item that is alone to the address of its role',
		operation: 'update',
		scene: [created],
		parameters: { id: sellerId, updateFields: { leadRights: none, statusRights: {} } },
		requests: [
			{
				route: `PATCH ${path}/${sellerId}`,
				body: { rights: { leads: none, status_rights: null } },
				answer: 'users__PATCH_roles_id__response',
			},
		],
		output: [{ id: sellerId, rights: { leads: none, tasks: { edit: 'A', delete: 'M' } } }],
	},
	{
		title: 'fails for a role that amoCRM does not know',
		operation: 'update',
		parameters: { id: unknownId, updateFields: { name: 'A' } },
		requests: [{ route: `PATCH ${path}/${unknownId}`, body: { name: 'A' } }],
		output: [],
		error: 'Role not found (HTTP 404)',
	},
	{
		title: 'deletes a role',
		operation: 'delete',
		scene: [created],
		parameters: { id: guestId },
		requests: [{ route: `DELETE ${path}/${guestId}` }],
		output: [{ deleted: true, id: guestId }],
	},
	{
		title: 'fails for a role that is deleted already',
		operation: 'delete',
		scene: [created, { method: 'DELETE', path: `${path}/${guestId}` }],
		parameters: { id: guestId },
		requests: [{ route: `DELETE ${path}/${guestId}` }],
		output: [],
		error: 'Role not found (HTTP 404)',
	},
];
