import { fields } from '../../sandbox/seed/fields';
import type { OperationCase } from './operationCase';
import { newId, pipelines, unknownId } from './seeded';

const [pipeline] = pipelines;
const status = pipeline.statuses.find(({ type, id }) => type === 0 && id > 143);
const place = { pipeline_id: pipeline.id, status_id: status?.id };

const of = (type: string) => {
	const field = fields.leads.find((one) => one.type === type);
	if (!field) throw new Error(`no ${type} seeded`);
	return field;
};
const select = of('select');
const phone = fields.contacts.find(({ code }) => code === 'PHONE');
const [kept, , last] = select.enums ?? [];

const path = '/api/v4/leads/custom_fields';
const notSupported = 'The value you selected is not a valid choice. (NotSupportedChoice)';

export const customFieldCases: readonly OperationCase[] = [
	{
		title: 'sends the choices in their order, statuses as pairs, every item in one request',
		operation: 'create',
		items: [{ title: 'A' }, { title: 'B' }],
		parameters: ({ title }) => ({
			entityType: 'leads',
			name: title,
			type: 'multiselect',
			additionalFields: {
				sort: 510,
				enums: { values: [{ value: 'One' }, { value: 'Two', code: 'two' }] },
				requiredStatuses: [`${pipeline.id}:${status?.id}`],
			},
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: ['A', 'B'].map((name, position) => ({
					sort: 510,
					enums: [
						{ value: 'One', sort: 0 },
						{ value: 'Two', code: 'two', sort: 1 },
					],
					required_statuses: [place],
					name,
					type: 'multiselect',
					request_id: String(position),
				})),
				answer: 'custom_fields__POST_entity_custom_fields__response',
			},
		],
		output: [
			{ name: 'A', type: 'multiselect', required_statuses: [place], entity_type: 'leads' },
			{ name: 'B', enums: [{ value: 'One' }, { value: 'Two', code: 'two' }] },
		],
	},
	{
		title: 'builds the tree of a category of a catalog in one request',
		operation: 'create',
		parameters: {
			entityType: 'catalogs/4589',
			name: 'Group',
			type: 'category',
			additionalFields: {
				isRequired: true,
				nested: '[{"value":"A","request_id":"a"},{"value":"B","parent_request_id":"a"}]',
			},
		},
		requests: [
			{
				route: 'POST /api/v4/catalogs/4589/custom_fields',
				body: [
					{
						is_required: true,
						nested: [
							{ value: 'A', request_id: 'a' },
							{ value: 'B', parent_request_id: 'a' },
						],
						name: 'Group',
						type: 'category',
						request_id: '0',
					},
				],
			},
		],
		output: [
			{
				id: newId(1),
				catalog_id: 4589,
				is_required: true,
				nested: [
					{ id: newId(2), parent_id: null, value: 'A' },
					{ id: newId(3), parent_id: newId(2), value: 'B' },
				],
			},
		],
	},
	{
		title: 'goes on beside what amoCRM refuses, and says what it lacks, with Continue On Fail',
		operation: 'create',
		continueOnFail: true,
		items: [{ type: 'text' }, { type: 'select' }, { type: 'price' }, { type: 'monetary' }],
		parameters: ({ type }) => ({ entityType: 'leads', name: 'A', type }),
		requests: [
			{
				route: `POST ${path}`,
				body: ['text', 'select', 'price', 'monetary'].map((type, position) => ({
					name: 'A',
					type,
					request_id: String(position),
				})),
			},
			{ route: `POST ${path}`, body: [{ name: 'A', type: 'text', request_id: '0' }] },
		],
		output: [
			{ name: 'A', type: 'text' },
			{
				error:
					'amoCRM did not accept the data: enums: This field is missing. (FieldMissing) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
			{
				error: `amoCRM did not accept the data: type: ${notSupported} (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.`,
			},
			{
				error:
					'amoCRM did not accept the data: currency: This field is missing. (FieldMissing) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
		],
	},
	{
		title: 'gives a field with its choices',
		operation: 'get',
		parameters: { entityType: 'contacts', id: phone?.id },
		requests: [
			{
				route: `GET /api/v4/contacts/custom_fields/${phone?.id}`,
				answer: 'custom_fields__GET_entity_custom_fields_id__response',
			},
		],
		output: [{ id: phone?.id, type: 'multitext', entity_type: 'contacts', is_deletable: false }],
	},
	{
		title: 'has every member of a field that Kommo gives',
		operation: 'get',
		parameters: { entityType: 'leads', id: select.id },
		requests: [
			{
				route: `GET ${path}/${select.id}`,
				answer: 'custom_fields__POST_single__response_201_kommo',
			},
		],
		output: [{ id: select.id, enums: [{}, {}, {}] }],
	},
	{
		title: 'fails for a field that is not there',
		operation: 'get',
		parameters: { entityType: 'leads', id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'Custom field not found (HTTP 404)',
	},
	{
		title: 'gives the fields of the types, in the order asked for',
		operation: 'getAll',
		scene: [
			{ method: 'PATCH', path: `${path}/${select.id}`, body: { required_statuses: [place] } },
		],
		parameters: {
			entityType: 'leads',
			limit: 2,
			sort: 'id:desc',
			filters: { type: ['select', 'text'] },
		},
		requests: [
			{
				route: `GET ${path}`,
				query: 'order[id]=desc&filter[type][]=select&filter[type][]=text&page=1&limit=2',
				answer: 'custom_fields__GET_entity_custom_fields__response',
			},
		],
		output: [{ id: select.id, type: 'select' }, { type: 'text' }],
	},
	...(['companies', 'customers', 'customers/segments', 'catalogs/4521'] as const).map(
		(entityType): OperationCase => ({
			title: `reaches the fields of ${entityType}`,
			operation: 'getAll',
			parameters: { entityType, filters: { type: ['text', 'price', 'multitext'] } },
			requests: [
				{
					route: `GET /api/v4/${entityType}/custom_fields`,
					query:
						'filter[type][]=text&filter[type][]=price&filter[type][]=multitext&page=1&limit=50',
				},
			],
			output: {
				companies: [{ code: 'PHONE' }, { code: 'EMAIL' }],
				customers: [{ entity_type: 'customers' }],
				'customers/segments': [],
				'catalogs/4521': [
					{ code: 'SKU', catalog_id: 4521, is_deletable: false },
					{ code: 'PRICE' },
					{ code: 'EXTERNAL_ID' },
					{ code: 'UNIT' },
				],
			}[entityType],
		}),
	),
	{
		title: 'replaces the choices and keeps those whose id is named',
		operation: 'update',
		parameters: {
			entityType: 'leads',
			id: select.id,
			updateFields: {
				name: 'Origin',
				isApiOnly: true,
				enums: {
					values: [{ id: last?.id, value: last?.value }, { value: 'New' }, { ...kept, code: '' }],
				},
			},
		},
		requests: [
			{
				route: `PATCH ${path}/${select.id}`,
				body: {
					name: 'Origin',
					is_api_only: true,
					enums: [
						{ id: last?.id, value: last?.value, sort: 0 },
						{ value: 'New', sort: 1 },
						{ id: kept?.id, value: kept?.value, sort: kept?.sort },
					],
				},
			},
		],
		output: [
			{
				id: select.id,
				name: 'Origin',
				is_api_only: true,
				enums: [{ id: last?.id }, { value: 'New' }, { id: kept?.id }],
			},
		],
	},
	{
		title: 'fails for a status that the account has not',
		operation: 'update',
		parameters: {
			entityType: 'leads',
			id: select.id,
			updateFields: { requiredStatuses: `${unknownId}:142` },
		},
		requests: [
			{
				route: `PATCH ${path}/${select.id}`,
				body: { required_statuses: [{ pipeline_id: unknownId, status_id: 142 }] },
			},
		],
		output: [],
		error: `required_statuses.0.status_id: ${notSupported}`,
	},
	{
		title: 'deletes a field',
		operation: 'delete',
		parameters: { entityType: 'leads', id: select.id },
		requests: [{ route: `DELETE ${path}/${select.id}` }],
		output: [{ deleted: true, entity_type: 'leads', id: select.id }],
	},
	{
		title: 'fails for a field of amoCRM itself',
		operation: 'delete',
		parameters: { entityType: 'contacts', id: phone?.id },
		requests: [{ route: `DELETE /api/v4/contacts/custom_fields/${phone?.id}` }],
		output: [],
		error: 'The field can not be deleted (HTTP 400)',
	},
];
