import { fieldsOf } from './fieldRequests';
import type { OperationCase } from './operationCase';
import { filled } from './readByName';
import { leads, pipelines } from './seeded';

const [lead] = leads;
const [pipeline] = pipelines;
const status = pipeline.statuses.find(({ type, id }) => type === 0 && id > 143);

/** The names of the fields may have to be told apart. */
const fieldsOfLeads = fieldsOf('leads');

const filledIds = filled.body.custom_fields_values.map(({ field_id }) => field_id);

/** The zone of the workflow; Moscow has no other time in summer. */
const moscow = (seconds: number): string =>
	`${new Date((seconds + 3 * 3600) * 1000).toISOString().slice(0, 19)}+03:00`;

/** What the editor gives for a lead and its stage, and the simple form of what is read. */
export const locatedLeadCases: readonly OperationCase[] = [
	{
		title: 'takes what the locators of the editor hold: chosen from a list or by ID',
		operation: 'create',
		parameters: {
			name: 'Order 16',
			additionalFields: {
				pipelineId: {
					__rl: true,
					mode: 'list',
					value: pipeline.id,
					cachedResultName: pipeline.name,
				},
				statusId: { __rl: true, mode: 'id', value: String(status?.id) },
			},
		},
		requests: [
			{
				route: 'POST /api/v4/leads',
				body: [
					{ name: 'Order 16', pipeline_id: pipeline.id, status_id: status?.id, request_id: '0' },
				],
			},
		],
		output: [{}],
	},
	{
		title: 'finds the lead by the address of its page, and gives it in a simple form',
		operation: 'get',
		parameters: {
			id: {
				__rl: true,
				mode: 'url',
				value: `https://example.amocrm.ru/leads/detail/${lead.id}?tab_id=1`,
			},
			with: ['contacts'],
			simplify: true,
		},
		requests: [{ route: `GET /api/v4/leads/${lead.id}`, query: 'with=contacts' }, fieldsOfLeads],
		output: [
			{
				id: lead.id,
				updated_at: moscow(lead.updated_at),
				contacts: lead.contacts.map(({ id }) => ({ id })),
			},
		],
	},
	{
		title: 'says which locator is empty',
		operation: 'get',
		parameters: { id: { __rl: true, mode: 'list', value: '' } },
		requests: [],
		output: [],
		error: 'Lead is empty',
	},
	{
		title: 'simplifies each row of a list',
		operation: 'getAll',
		scene: [filled],
		parameters: { filters: { id: [lead.id] }, simplify: true },
		requests: [
			{
				route: 'GET /api/v4/leads',
				query: `filter[id][]=${lead.id}&page=1&limit=50`,
			},
			fieldsOfLeads,
		],
		output: [
			{
				id: lead.id,
				created_at: moscow(lead.created_at),
				fields: { Источник: 'Звонок', 'Дата поставки': '2025-02-01T00:00:00+03:00' },
			},
		],
	},
	{
		title: 'keeps both forms of the fields if it is told to, beside the simple form of the rest',
		operation: 'get',
		scene: [filled],
		parameters: { id: lead.id, simplify: true, options: { customFieldsAs: 'both' } },
		requests: [{ route: `GET /api/v4/leads/${lead.id}` }, fieldsOfLeads],
		output: [
			{
				created_at: moscow(lead.created_at),
				fields: { Источник: 'Звонок' },
				custom_fields_values: [752_009, 752_011, ...filledIds].map((field_id) => ({ field_id })),
			},
		],
	},
	{
		title: 'puts the simple form into a field of the item',
		operation: 'getByIds',
		parameters: { id: lead.id, options: { outputField: 'details' }, simplify: true },
		requests: [
			{
				route: 'GET /api/v4/leads',
				query: `filter[id][]=${lead.id}&limit=250`,
			},
			fieldsOfLeads,
		],
		output: [
			{
				found: true,
				details: {
					id: lead.id,
					created_at: moscow(lead.created_at),
				},
			},
		],
	},
];
