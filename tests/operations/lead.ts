import { allLeads, contacts, leads, pipelines } from './seeded';
import { entityCases } from './entityCases';
import type { OperationCase } from './operationCase';

const [pipeline] = pipelines;
const status = pipeline.statuses.find(({ type, id }) => type === 0 && id > 143);
const won = allLeads
	.filter(({ pipeline_id, status_id }) => pipeline_id === pipeline.id && status_id === 142)
	.sort((a, b) => a.id - b.id);
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
];
