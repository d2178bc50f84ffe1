import { newId, pipelines } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';
import { fieldIds, stage } from './places';

const path = '/api/v4/leads/custom_fields';
const groups = `${path}/groups`;
const [main] = pipelines;
const place = { pipeline_id: main.id, status_id: stage.id };
const group = { path: groups, body: [{ name: 'group 1', sort: 4 }] };

export const customFieldCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}?limit=2`,
		status: 200,
		answer: 'custom_fields__GET_entity_custom_fields__response',
		scene: [{ method: 'PATCH', path: `${path}/762381`, body: { required_statuses: [place] } }],
	},
	{
		call: `GET /api/v4/contacts/custom_fields/${fieldIds.phone}`,
		status: 200,
		answer: 'custom_fields__GET_entity_custom_fields_id__response',
	},
	{
		call: `POST ${path}`,
		request: 'custom_fields__POST_entity_custom_fields__request',
		ids: { 16056: place.pipeline_id, 20540473: place.status_id },
		status: 201,
		answer: 'custom_fields__POST_entity_custom_fields__response',
	},
	{
		call: `POST ${path}`,
		body: { name: 'Client Type', type: 'select', enums: [{ value: 'New', sort: 500 }] },
		status: 201,
		answer: 'custom_fields__POST_single__response_201_kommo',
	},
	{
		call: 'PATCH /api/v4/catalogs/4521/custom_fields',
		request: 'custom_fields__PATCH_entity_custom_fields__request',
		ids: { 1278898087: 271_209, 1278898091: 271_217, 197: 271_213 },
		status: 200,
		answer: 'custom_fields__PATCH_entity_custom_fields__response',
	},
	{
		// The document has the answers of one group and of all groups under each other's heading.
		call: `GET ${groups}`,
		status: 200,
		answer: 'custom_fields__GET_entity_custom_fields_groups_id__response',
	},
	{
		call: `GET ${groups}/leads_${newId(1)}`,
		status: 200,
		answer: 'custom_fields__GET_entity_custom_fields_groups__response',
		scene: [group],
	},
	{
		call: `POST ${groups}`,
		request: 'custom_fields__POST_entity_custom_fields_groups__request',
		status: 200,
		answer: 'custom_fields__POST_entity_custom_fields_groups__response',
	},
	{
		call: `PATCH ${groups}/leads_${newId(1)}`,
		request: 'custom_fields__PATCH_entity_custom_fields_groups_id__request',
		ids: { 14563: fieldIds.text, 12575: fieldIds.multiselect },
		status: 200,
		answer: 'custom_fields__PATCH_entity_custom_fields_groups_id__response',
		scene: [group],
	},
];
