import { curlLeadId, leads, newId, pipelines } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';
import { fieldIds, lost, stage } from './places';

const path = '/api/v4/leads';
const [main, second] = pipelines;
const [first, other] = leads;
const won = { status_id: 142, pipeline_id: main.id };
const withContact = {
	name: 'B',
	custom_fields_values: [
		{ field_id: fieldIds.select, values: [{ enum_id: fieldIds.chosen }] },
		{ field_id: fieldIds.date, values: [{ value: 1_744_750_800 }] },
	],
	_embedded: { contacts: [{ first_name: 'Anna' }], companies: [{ name: 'C' }] },
};
/** Whatever of these is a lead. */
const madeHere = [1, 2, 3, 4, 5, 6].map((n) => `filter[id][]=${newId(n)}`).join('&');
const withAll = 'with=contacts,loss_reason,catalog_elements,is_price_modified_by_robot,source_id';

export const leadCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}?limit=2&page=2&with=source_id&order[id]=desc&filter[statuses][0][pipeline_id]=${main.id}&filter[statuses][0][status_id]=142`,
		status: 200,
		answer: 'leads__GET_leads__response',
		scene: [{ path, body: Array.from({ length: 5 }, () => ({ name: 'A', ...won })) }],
	},
	{
		call: `GET ${path}?with=contacts&${madeHere}`,
		status: 200,
		answer: 'live__GET_leads_with_contacts__response_2024',
		scene: [
			{ path, body: [{ name: 'A', ...won }] },
			{ path: `${path}/complex`, body: [withContact] },
			{
				path: '/api/v4/tasks',
				body: [
					{ text: 'B', complete_till: 1_900_000_000, entity_id: newId(1), entity_type: 'leads' },
				],
			},
		],
	},
	{
		call: `GET ${path}/${curlLeadId}?${withAll}`,
		status: 200,
		answer: 'leads__GET_leads_id__response',
		scene: [
			{
				method: 'PATCH',
				path: `${path}/${curlLeadId}`,
				body: { ...lost, custom_fields_values: null, _embedded: { tags: [{ id: 100_667 }] } },
			},
			{
				path: `${path}/${curlLeadId}/link`,
				body: [
					{
						to_entity_id: 525_439,
						to_entity_type: 'catalog_elements',
						metadata: { quantity: 1, catalog_id: 4521 },
					},
				],
			},
		],
	},
	{
		call: `POST ${path}`,
		request: 'leads__POST_leads__request',
		ids: { 294471: fieldIds.text, 217261: 100_667, 2719: 100_667 },
		status: 200,
		answer: 'leads__POST_leads__response',
	},
	{
		call: `POST ${path}/complex`,
		request: 'leads__POST_leads_complex__request',
		ids: {
			66186: fieldIds.email,
			193200: fieldIds.workEmail,
			66192: fieldIds.phone,
			193226: fieldIds.workPhone,
			1286573: fieldIds.text,
			1286575: fieldIds.multiselect,
			2957741: fieldIds.choices[0],
			2957743: fieldIds.choices[1],
			2004184: 9_000_001,
			33929752: stage.id,
			33929749: main.statuses[0]?.id,
			3383152: main.id,
		},
		status: 200,
		answer: 'leads__POST_leads_complex__response',
	},
	{
		call: `PATCH ${path}`,
		request: 'leads__PATCH_leads__request',
		ids: {
			54886: first.id,
			54884: other.id,
			47521: second.id,
			525743: second.statuses[1]?.id,
			7323: lost.loss_reason_id,
		},
		status: 200,
		answer: 'leads__PATCH_leads__response',
	},
];
