import { allLeads, contacts, leads, pipelines, unknownId } from './seeded';
import { entityCases } from './entityCases';
import { locatedLeadCases } from './locatedLeads';
import { matchCases, matchFieldCases } from './matchCases';
import type { OperationCase } from './operationCase';

const [pipeline] = pipelines;
const status = pipeline.statuses.find(({ type, id }) => type === 0 && id > 143);
const won = allLeads
	.filter(({ pipeline_id, status_id }) => pipeline_id === pipeline.id && status_id === 142)
	.sort((a, b) => a.id - b.id);
/** In a stage that is not the first one. */
const left = allLeads.find(
	({ pipeline_id, status_id }) =>
		pipeline_id === pipeline.id && status_id !== status?.id && status_id > 143,
);
const place = { pipeline_id: pipeline.id, status_id: status?.id };

export const leadCases: readonly OperationCase[] = [
	...entityCases({
		collection: 'leads',
		ids: [leads[0].id, leads[1].id],
		created: {},
		unlike: {
			// Of `with` values that the case does not ask for.
			get: [/catalog_elements\[|loss_reason|contacts|\.source_id|is_price_modified_by_robot/],
			getAll: [/source_id/],
			update: [],
		},
	}),
	...matchCases('leads'),
	...matchFieldCases(752_009, 'CF_SERIAL', 'Серийный номер'),
	{
		title: 'sends a price of 0, a stage, and the members of Additional JSON',
		operation: 'create',
		parameters: {
			name: 'Order 15',
			additionalFields: { price: 0, pipelineId: pipeline.id, statusId: status?.id },
			additionalJson: { _embedded: { contacts: [{ id: contacts[0].id }] } },
		},
		requests: [
			{
				route: 'POST /api/v4/leads',
				body: [
					{
						name: 'Order 15',
						price: 0,
						...place,
						_embedded: { contacts: [{ id: contacts[0].id }] },
						request_id: '0',
					},
				],
			},
		],
		output: [{}],
	},
	...locatedLeadCases,
	{
		title: 'filters by stages and price, 0 included',
		operation: 'getAll',
		parameters: {
			filters: { statuses: [`${pipeline.id}:142`], priceFrom: 0 },
			with: ['contacts'],
		},
		requests: [
			{
				route: 'GET /api/v4/leads',
				query: [
					'with=contacts',
					`filter[statuses][0][pipeline_id]=${pipeline.id}&filter[statuses][0][status_id]=142`,
					'filter[price][from]=0',
					'page=1&limit=50',
				].join('&'),
				answer: 'live__GET_leads_with_contacts__response_2024',
			},
		],
		output: won.map(({ id }) => ({ id, status_id: 142 })),
	},
	{
		title: 'finds the leads of a deleted status in the first one of their pipeline',
		operation: 'getAll',
		scene: [
			{
				method: 'DELETE',
				path: `/api/v4/leads/pipelines/${pipeline.id}/statuses/${left?.status_id}`,
			},
		],
		parameters: { filters: { id: left?.id } },
		requests: [{ route: 'GET /api/v4/leads', query: `filter[id][]=${left?.id}&page=1&limit=50` }],
		output: [{ id: left?.id, pipeline_id: pipeline.id, status_id: status?.id }],
	},
	{
		title: 'sends lead, contact and company of every item in one request',
		operation: 'createComplex',
		items: [{ title: 'A' }, { title: 'B' }],
		parameters: ({ title }) => ({
			name: title,
			contact: {
				firstName: 'Anna',
				customFields: { values: [{ field: 'PHONE', value: '+79990000000', enumCode: 'WORK' }] },
			},
			company: { name: 'Example' },
			additionalFields: { price: 0, tags: 'vip', pipelineId: pipeline.id, statusId: status?.id },
		}),
		requests: [
			{
				route: 'POST /api/v4/leads/complex',
				body: ['A', 'B'].map((name, position) => ({
					name,
					price: 0,
					...place,
					_embedded: {
						tags: [{ name: 'vip' }],
						contacts: [
							{
								first_name: 'Anna',
								custom_fields_values: [
									{ field_code: 'PHONE', values: [{ value: '+79990000000', enum_code: 'WORK' }] },
								],
							},
						],
						companies: [{ name: 'Example' }],
					},
					request_id: String(position),
				})),
				answer: 'leads__POST_leads_complex__response',
			},
		],
		output: [{ merged: false }, { merged: false }],
	},
	{
		title: 'puts the lead to a contact that there is',
		operation: 'createComplex',
		parameters: { name: 'A', contact: { id: contacts[0].id } },
		requests: [
			{
				route: 'POST /api/v4/leads/complex',
				body: [{ name: 'A', _embedded: { contacts: [{ id: contacts[0].id }] }, request_id: '0' }],
			},
		],
		output: [{ contact_id: contacts[0].id, company_id: null }],
	},
	{
		title: 'fails for a company that is not there, and makes no lead',
		operation: 'createComplex',
		parameters: { name: 'A', company: { id: unknownId } },
		requests: [
			{
				route: 'POST /api/v4/leads/complex',
				body: [{ name: 'A', _embedded: { companies: [{ id: unknownId }] }, request_id: '0' }],
			},
		],
		output: [],
		error: '_embedded.companies.0.id: The value you selected is not a valid choice.',
	},
	{
		title: 'sends 51 leads with two requests, for amoCRM takes 50',
		operation: 'createComplex',
		items: Array.from({ length: 51 }, (_item, i) => ({ title: String(i) })),
		parameters: ({ title }) => ({ name: title }),
		requests: [50, 1].map((count, i) => ({
			route: 'POST /api/v4/leads/complex',
			body: Array.from({ length: count }, (_item, j) => ({
				name: String(50 * i + j),
				request_id: String(j),
			})),
		})),
		output: Array.from({ length: 51 }, () => ({ merged: false, contact_id: null })),
	},
];
