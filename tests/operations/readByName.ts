import { fieldsOf } from './fieldRequests';
import type { OperationCase } from './operationCase';
import { leads } from './seeded';

const [lead, other] = leads;

/** In the workflow's zone, Moscow, as everything without one. */
export const february = { first: 1_738_357_200, second: 1_738_443_600, noon: 1_738_400_400 };

export const filled = {
	method: 'PATCH',
	path: `/api/v4/leads/${lead.id}`,
	body: {
		custom_fields_values: [
			{ field_id: 752_013, values: [{ value: '42' }] },
			{ field_id: 752_015, values: [{ enum_id: 461_003 }] },
			{ field_id: 752_017, values: [{ enum_id: 461_013 }] },
			{ field_id: 752_021, values: [{ value: true }] },
			{ field_id: 752_023, values: [{ value: february.first }] },
		],
	},
} as const;

/** Leads with their fields by name, found by fields by name. */
export const readByNameCases: readonly OperationCase[] = [
	{
		title: 'gives the fields by name, with numbers, dates and lists',
		operation: 'get',
		scene: [filled],
		parameters: { id: lead.id, options: { customFieldsAs: 'byName' } },
		requests: [{ route: `GET /api/v4/leads/${lead.id}` }, fieldsOf('leads')],
		output: [
			{
				id: lead.id,
				fields: {
					'Telegram ID': 42,
					Источник: 'Звонок',
					Услуги: ['Монтаж'],
					Оплачено: true,
					'Дата поставки': '2025-02-01T00:00:00+03:00',
				},
			},
		],
	},
	{
		title: 'filters by label and by a range of dates, and gives both forms of the fields',
		operation: 'getAll',
		scene: [filled],
		parameters: {
			filters: {
				id: [lead.id, other.id],
				customFields: {
					values: [
						{ field: 'Источник', value: 'Звонок' },
						{ field: 'Дата поставки', from: '2025-02-01', to: '2025-02-02' },
					],
				},
			},
			options: { customFieldsAs: 'both' },
		},
		requests: [
			fieldsOf('leads'),
			{
				route: 'GET /api/v4/leads',
				query: [
					`filter[id][]=${lead.id}&filter[id][]=${other.id}`,
					'filter[custom_fields_values][752015][]=461003',
					`filter[custom_fields_values][752023][from]=${february.first}`,
					`filter[custom_fields_values][752023][to]=${february.second}`,
					'page=1&limit=50',
				].join('&'),
			},
		],
		output: [{ id: lead.id, fields: { Источник: 'Звонок', Оплачено: true } }],
	},
	{
		title: 'filters by a checkbox, by the day of a date and by two labels of a multiselect',
		operation: 'getAll',
		scene: [filled],
		parameters: {
			filters: {
				customFields: {
					values: [
						{ field: 'оплачено', value: true },
						{ field: 'Дата поставки', value: '2025-02-01' },
						{ field: '752017', value: ['Монтаж', 'Поставка'] },
					],
				},
			},
		},
		requests: [
			fieldsOf('leads'),
			{
				route: 'GET /api/v4/leads',
				query: [
					'filter[custom_fields_values][752017][]=461013',
					'filter[custom_fields_values][752017][]=461011',
					'filter[custom_fields_values][752021][]=1',
					`filter[custom_fields_values][752023][from]=${february.first}`,
					`filter[custom_fields_values][752023][to]=${february.first}`,
					'page=1&limit=50',
				].join('&'),
			},
		],
		output: [{ id: lead.id }],
	},
	{
		title: 'names the one field that a lead has by its id, too, when the account has its namesake',
		operation: 'get',
		scene: [
			{ path: '/api/v4/leads/custom_fields', body: [{ name: 'Модель', type: 'text' }] },
			{
				method: 'PATCH',
				path: `/api/v4/leads/${lead.id}`,
				body: { custom_fields_values: [{ field_id: 752_011, values: [{ value: 'X1' }] }] },
			},
		],
		parameters: { id: lead.id, options: { customFieldsAs: 'byName' } },
		requests: [{ route: `GET /api/v4/leads/${lead.id}` }, fieldsOf('leads')],
		output: [{ id: lead.id, fields: { 'Модель (752011)': 'X1' } }],
	},
	{
		title: 'asks for no fields when the raw form is enough',
		operation: 'get',
		parameters: { id: lead.id, options: { customFieldsAs: 'raw' } },
		requests: [{ route: `GET /api/v4/leads/${lead.id}` }],
		output: [{ id: lead.id }],
	},
	{
		title: 'gives the fields by name beside what belongs to the item',
		operation: 'getByIds',
		scene: [filled],
		parameters: { id: lead.id, options: { customFieldsAs: 'byName', outputField: 'lead' } },
		requests: [
			{ route: 'GET /api/v4/leads', query: `filter[id][]=${lead.id}&limit=250` },
			fieldsOf('leads'),
		],
		output: [{ found: true, lead: { id: lead.id, fields: { Источник: 'Звонок' } } }],
	},
];
