import type { OperationCase, SceneCall } from './operationCase';
import { curlLeadId, integrationUserId } from './seeded';

const dearer: SceneCall = {
	method: 'PATCH',
	path: `/api/v4/leads/${curlLeadId}`,
	body: { price: 77 },
};

export const eventCases: readonly OperationCase[] = [
	{
		title: 'gives the changes of one lead by type and user',
		operation: 'getAll',
		scene: [dearer],
		parameters: {
			filters: {
				createdBy: integrationUserId,
				entity: 'lead',
				entityId: curlLeadId,
				type: 'sale_field_changed',
			},
		},
		requests: [
			{
				route: 'GET /api/v4/events',
				query: [
					`filter[created_by][]=${integrationUserId}`,
					'filter[entity][]=lead',
					`filter[entity_id][]=${curlLeadId}`,
					'filter[type][]=sale_field_changed',
					'page=1&limit=50',
				].join('&'),
				answer: 'events_notes__GET_events__response',
				// Of this event the values are prices, of the recorded one a note.
				unlike: [/value_after\[\]\.note/],
			},
		],
		output: [{ type: 'sale_field_changed', value_after: [{ sale_field_value: { sale: 77 } }] }],
	},
	{
		title: 'never asks for more than 100 at once',
		operation: 'getAll',
		scene: [dearer],
		parameters: { returnAll: true },
		requests: [{ route: 'GET /api/v4/events', query: 'page=1&limit=100' }],
		output: [{ entity_id: curlLeadId, entity_type: 'lead' }],
	},
	{
		title: 'fails for an event that amoCRM answers with 204',
		operation: 'get',
		parameters: { id: '01pz58t6p04ymgsgfbmfyfy1mf' },
		requests: [{ route: 'GET /api/v4/events/01pz58t6p04ymgsgfbmfyfy1mf' }],
		output: [],
		error: 'amoCRM has no such event',
	},
	{
		title: 'gives the types that one can filter by',
		operation: 'getTypes',
		parameters: { languageCode: 'en', limit: 2 },
		requests: [
			{
				route: 'GET /api/v4/events/types',
				query: 'language_code=en&page=1&limit=2',
				answer: 'events_notes__GET_events_types__response',
			},
		],
		output: [
			{ key: 'lead_added', type: 1, lang: 'New lead' },
			{ key: 'lead_deleted', type: 7, lang: 'Lead deleted' },
		],
	},
];
