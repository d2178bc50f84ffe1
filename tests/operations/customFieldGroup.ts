import { fields } from '../../sandbox/seed/fields';
import type { OperationCase, SceneCall } from './operationCase';
import { newId } from './seeded';

const path = '/api/v4/leads/custom_fields/groups';
const id = `leads_${newId(1)}`;
const made: SceneCall = { path, body: [{ name: 'Delivery', sort: 3 }] };
const [first, second] = fields.leads;

export const customFieldGroupCases: readonly OperationCase[] = [
	{
		title: 'pairs the groups with the items, though amoCRM echoes no request_id',
		operation: 'create',
		items: [{ title: 'A' }, { title: 'B' }],
		parameters: ({ title }) => ({
			entityType: 'leads',
			name: title,
			additionalFields: { sort: 0 },
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{ sort: 0, name: 'A', request_id: '0' },
					{ sort: 0, name: 'B', request_id: '1' },
				],
				answer: 'custom_fields__POST_entity_custom_fields_groups__response',
			},
		],
		output: [
			{ id, name: 'A', sort: 0, is_predefined: false },
			{ id: `leads_${newId(2)}`, name: 'B' },
		],
	},
	{
		title: 'fails for a name that is too long',
		operation: 'create',
		parameters: { entityType: 'contacts', name: 'x'.repeat(256) },
		requests: [
			{
				route: 'POST /api/v4/contacts/custom_fields/groups',
				body: [{ name: 'x'.repeat(256), request_id: '0' }],
			},
		],
		output: [],
		error: 'name: This value is too long',
	},
	{
		title: 'gives every group, those of amoCRM itself included',
		operation: 'getAll',
		scene: [made],
		parameters: { entityType: 'leads', returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'page=1&limit=250',
				// The names of this recording and of the next one are swapped.
				answer: 'custom_fields__GET_entity_custom_fields_groups_id__response',
			},
		],
		output: [{ id: 'default' }, { id: 'statistic' }, { id, name: 'Delivery', sort: 3 }],
	},
	{
		title: 'gives a group',
		operation: 'get',
		scene: [made],
		parameters: { entityType: 'leads', id },
		requests: [
			{
				route: `GET ${path}/${id}`,
				answer: 'custom_fields__GET_entity_custom_fields_groups__response',
			},
		],
		output: [{ id, name: 'Delivery', entity_type: 'leads' }],
	},
	{
		title: 'fails for a group that is not there',
		operation: 'get',
		parameters: { entityType: 'leads', id: 'leads_1' },
		requests: [{ route: `GET ${path}/leads_1` }],
		output: [],
		error: 'Group not found (HTTP 404)',
	},
	{
		title: 'moves fields into a group',
		operation: 'update',
		scene: [made],
		parameters: {
			entityType: 'leads',
			id,
			updateFields: { sort: 6, fields: `${first?.id}, ${second?.id}` },
		},
		requests: [
			{
				route: `PATCH ${path}/${id}`,
				body: { sort: 6, fields: [first?.id, second?.id] },
				answer: 'custom_fields__PATCH_entity_custom_fields_groups_id__response',
			},
		],
		output: [{ id, name: 'Delivery', sort: 6, fields: [first?.id, second?.id] }],
	},
	{
		title: 'fails for a field that the entity has not',
		operation: 'update',
		scene: [made],
		parameters: { entityType: 'leads', id, updateFields: { fields: [5] } },
		requests: [{ route: `PATCH ${path}/${id}`, body: { fields: [5] } }],
		output: [],
		error: 'fields.0: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'deletes a group',
		operation: 'delete',
		scene: [made],
		parameters: { entityType: 'leads', id },
		requests: [{ route: `DELETE ${path}/${id}` }],
		output: [{ deleted: true, entity_type: 'leads', id }],
	},
	{
		title: 'fails for a group of amoCRM itself',
		operation: 'delete',
		parameters: { entityType: 'leads', id: 'default' },
		requests: [{ route: `DELETE ${path}/default` }],
		output: [],
		error: 'The group can not be deleted (HTTP 400)',
	},
];
