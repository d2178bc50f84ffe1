import type { SceneCall } from '../../operations/operationCase';
import {
	contacts,
	customers,
	integrationUserId,
	leads,
	newId,
	pipelines,
} from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';
import { fieldIds } from './places';

const [lead] = leads;
const [, second] = pipelines;
const place = { pipeline_id: second.id, status_id: second.statuses[1]?.id };
const path = `/api/v4/leads/${lead.id}/notes`;
const common = { path, body: [{ note_type: 'common', params: { text: 'A' } }] };
const sms = ['sms_in', 'sms_out'].map((note_type) => ({
	path,
	body: [{ note_type, params: { text: 'A', phone: '+79990000007' } }],
}));
const file = '6905db7c-3a29-4d30-8953-bac68c05e8e8';
const attachment = {
	path,
	body: [
		{
			note_type: 'attachment',
			params: { file_uuid: file, version_uuid: file, file_name: 'A.jpg', original_name: 'A.jpg' },
		},
	],
};
const users = { 8238874: 9_000_001, 32321: 9_000_001, 167353: lead.id };

/** One of everything that the sandbox writes into the log of events. */
const eventful: readonly SceneCall[] = [
	{
		path: '/api/v4/tasks',
		body: [{ text: 'E', complete_till: 1_900_000_000, entity_id: lead.id, entity_type: 'leads' }],
	},
	{
		method: 'PATCH',
		path: `/api/v4/tasks/${newId(1)}`,
		body: { text: 'F', complete_till: 1_900_086_400, task_type_id: 2 },
	},
	{ path: '/api/v4/leads', body: [{ name: 'A' }] },
	{
		method: 'PATCH',
		path: `/api/v4/leads/${lead.id}`,
		body: {
			...place,
			name: 'B',
			price: 77,
			responsible_user_id: integrationUserId,
			custom_fields_values: [
				{ field_id: fieldIds.select, values: [{ enum_id: fieldIds.otherChoice }] },
			],
			tags_to_add: [{ name: 'D' }],
		},
	},
	{
		method: 'PATCH',
		path: `/api/v4/leads/${lead.id}`,
		body: { tags_to_delete: [{ name: 'D' }] },
	},
	{
		method: 'PATCH',
		path: `/api/v4/customers/${customers[0].id}`,
		body: { status_id: 4_740_028 },
	},
	{ ...common, path },
	{
		path: `/api/v4/leads/${lead.id}/link`,
		body: [{ to_entity_id: contacts[1].id, to_entity_type: 'contacts' }],
	},
];

interface Events {
	readonly _embedded: {
		readonly events: ReadonlyArray<{
			readonly value_after: unknown;
			readonly value_before: unknown;
		}>;
	};
}

const valuesOf = (answer: unknown): unknown =>
	(answer as Events)._embedded.events.map(({ value_after, value_before }) => ({
		value_after,
		value_before,
	}));

export const noteCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}?limit=2`,
		status: 200,
		answer: 'events_notes__GET_entity_type_entity_id_notes__response',
		scene: [common, common, common],
	},
	{
		call: `GET ${path}/${newId(1)}`,
		status: 200,
		answer: 'events_notes__GET_entity_type_entity_id_notes_id__response',
		scene: [common],
	},
	{
		call: 'GET /api/v4/leads/notes?limit=2&order[id]=asc',
		status: 200,
		answer: 'events_notes__GET_entity_type_notes__response',
		scene: [common, attachment, common],
	},
	{
		call: `POST ${path}`,
		request: 'events_notes__POST_entity_type_entity_id_notes__request',
		ids: users,
		status: 200,
		answer: 'events_notes__POST_entity_type_entity_id_notes__response',
	},
	{
		call: `POST ${path}`,
		request: 'events_notes__POST_entity_type_entity_id_notes__request-2',
		ids: users,
		status: 200,
	},
	{
		call: `PATCH ${path}`,
		request: 'events_notes__PATCH_entity_type_entity_id_notes_id__request',
		ids: { 76610421: newId(1), 76610423: newId(2) },
		status: 200,
		answer: 'events_notes__PATCH_entity_type_entity_id_notes_id__response',
		scene: sms,
	},
	{
		call: 'GET /api/v4/events?limit=1&filter[type]=lead_added',
		status: 200,
		answer: 'events_notes__GET_events__response',
		scene: [{ path: '/api/v4/leads', body: [{ name: 'A' }, { name: 'B' }] }],
	},
	{
		call: 'GET /api/v4/events/{event}',
		status: 200,
		answer: 'events_notes__GET_events_id__response',
		scene: [common],
		prepare: async ({ api }) => ({
			event: (await api.get('/events?limit=1')).data._embedded.events[0].id,
		}),
	},
	{
		call: 'GET /api/v4/events?limit=100',
		status: 200,
		answer: 'events__value_structures',
		read: valuesOf,
		scene: eventful,
	},
	{
		call: 'GET /api/v4/events/types',
		status: 200,
		answer: 'events_notes__GET_events_types__response',
	},
];
