import type { OperationCase, SceneCall } from './operationCase';
import { newId } from './seeded';

/** The account has this one. */
const seeded = { id: 100_667, name: 'сайт', color: null };
const made: SceneCall = {
	path: '/api/v4/leads/tags',
	body: [{ name: 'vip', color: 'DDEBB5' }, { name: 'vip 2025' }],
};
const [vip, vip2025] = [newId(1), newId(2)];

export const tagCases: readonly OperationCase[] = [
	{
		title: 'makes the tags of all items in one request; a name that exists keeps its tag',
		operation: 'create',
		items: [{ called: 'vip' }, { called: seeded.name }],
		parameters: ({ called }) => ({
			entityType: 'leads',
			name: called,
			additionalFields: { color: 'DDEBB5' },
		}),
		requests: [
			{
				route: 'POST /api/v4/leads/tags',
				body: ['vip', seeded.name].map((name, position) => ({
					name,
					color: 'DDEBB5',
					request_id: String(position),
				})),
				answer: 'tags__POST_entity_type_tags__response',
			},
		],
		output: [{ id: vip, name: 'vip', color: 'DDEBB5' }, seeded],
	},
	{
		title: 'fails for a color anywhere but on leads',
		operation: 'create',
		parameters: { entityType: 'contacts', name: 'vip', additionalFields: { color: 'DDEBB5' } },
		requests: [
			{
				route: 'POST /api/v4/contacts/tags',
				body: [{ name: 'vip', color: 'DDEBB5', request_id: '0' }],
			},
		],
		output: [],
		error: 'color: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'says what is wrong before anything is sent',
		operation: 'create',
		parameters: { entityType: 'leads', name: '' },
		requests: [],
		output: [],
		error: 'Name is empty',
	},
	{
		title: 'gives the tags with a part of a name',
		operation: 'getAll',
		scene: [made],
		parameters: { entityType: 'leads', query: 'VIP' },
		requests: [
			{
				route: 'GET /api/v4/leads/tags',
				query: 'query=VIP&page=1&limit=50',
				answer: 'tags__GET_entity_type_tags__response',
			},
		],
		output: [
			{ id: vip, name: 'vip', color: 'DDEBB5' },
			{ id: vip2025, name: 'vip 2025', color: null },
		],
	},
	{
		title: 'gives the tag of an exact name, or those of some ids',
		operation: 'getAll',
		scene: [made],
		items: [{ filters: { name: 'vip' } }, { filters: { id: `${seeded.id}, ${vip2025}` } }],
		parameters: ({ filters }) => ({ entityType: 'leads', filters }),
		requests: [
			{ route: 'GET /api/v4/leads/tags', query: 'filter[name]=vip&page=1&limit=50' },
			{
				route: 'GET /api/v4/leads/tags',
				query: `filter[id][]=${seeded.id}&filter[id][]=${vip2025}&page=1&limit=50`,
			},
		],
		output: [{ id: vip }, { id: seeded.id }, { id: vip2025 }],
	},
	{
		title: 'keeps the tags of each kind of entity apart',
		operation: 'getAll',
		scene: [made],
		parameters: { entityType: 'companies', returnAll: true },
		requests: [{ route: 'GET /api/v4/companies/tags', query: 'page=1&limit=250' }],
		output: [],
	},
];
