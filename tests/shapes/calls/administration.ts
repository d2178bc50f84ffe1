import { newId, pipelines } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';
import { stage } from './places';

const [main] = pipelines;
const right = { edit: 'A', view: 'A', delete: 'A' };
const stageRight = { entity_type: 'leads', pipeline_id: main.id, status_id: stage.id };
const role = {
	name: 'Роль',
	rights: {
		leads: { ...right, add: 'A', export: 'A' },
		status_rights: [{ ...stageRight, rights: right }],
	},
};
const made = { path: '/api/v4/roles', body: [role] };
const ids = { 16056: main.id, 20542166: stage.id };

const user = { name: 'Иван Иванов', email: 'user1@example.com', password: 'aBcde1@345' };
const restricted = { ...user, rights: role.rights };
const inRole = { ...user, email: 'user2@example.com', rights: { role_id: newId(1) } };
const hired = { path: '/api/v4/users', body: [restricted, inRole] };
const exporting = {
	path: '/api/v4/users',
	body: [
		{
			...user,
			rights: {
				status_rights: [
					{ ...stageRight, rights: { ...right, export: 'A' } },
					{ ...stageRight, status_id: 142, rights: right },
				],
			},
		},
	],
};

const userCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/users?with=role,group',
		status: 200,
		answer: 'users__GET_users__response',
		scene: [made, hired],
	},
	{
		call: `GET /api/v4/users/${newId(1)}`,
		status: 200,
		answer: 'users__GET_users_id__response',
		scene: [exporting],
	},
	{
		call: 'POST /api/v4/users',
		request: 'users__POST_users__request',
		status: 201,
		answer: 'users__POST_users__response',
	},
	{
		call: 'GET /api/v4/roles?with=users',
		status: 200,
		answer: 'users__GET_roles__response',
		scene: [made],
	},
	{
		call: `GET /api/v4/roles/${newId(1)}`,
		status: 200,
		answer: 'users__GET_roles_id__response',
		scene: [made],
	},
	{
		call: 'POST /api/v4/roles',
		request: 'users__POST_roles__request',
		ids,
		status: 201,
		answer: 'users__POST_roles__response',
	},
	{
		call: `PATCH /api/v4/roles/${newId(1)}`,
		request: 'users__PATCH_roles_id__request',
		status: 202,
		answer: 'users__PATCH_roles_id__response',
		scene: [made],
	},
];

const destination = 'https://example.test';
const subscribed = {
	path: '/api/v4/webhooks',
	body: { destination, settings: ['add_lead'], sort: 10 },
};

const webhookCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/webhooks',
		status: 200,
		answer: 'webhooks__GET_webhooks__response',
		scene: [subscribed],
	},
	{
		call: 'GET /api/v4/webhooks?filter[destination]=https://example.com/none',
		status: 204,
		answer: 'webhooks__GET_webhooks__response_empty_204',
	},
	{
		call: 'POST /api/v4/webhooks',
		request: 'webhooks__POST_webhooks__request',
		status: 201,
		answer: 'webhooks__POST_webhooks__response',
	},
	{
		call: 'DELETE /api/v4/webhooks',
		request: 'webhooks__DELETE_webhooks__request',
		status: 204,
		scene: [subscribed],
	},
];

const accountWith =
	'with=amojo_id,uuid,amojo_rights,users_groups,task_types,version,entity_names,datetime_settings,drive_url,is_api_filter_enabled';

const accountCalls: readonly RecordedCall[] = [
	{
		call: `GET /api/v4/account?${accountWith}`,
		status: 200,
		answer: 'account__GET_account__response',
	},
	{
		call: 'GET /api/v4/account',
		status: 200,
		answer: 'account__GET_account__response_kommo',
	},
];

export const administrationCalls: readonly RecordedCall[] = [
	...userCalls,
	...webhookCalls,
	...accountCalls,
];
