import type { OperationCase, SceneCall } from './operationCase';
import { contactOf, leads, newId, unknownId } from './seeded';

const [lead] = leads;
const talk = newId(1);
const written: SceneCall = {
	path: '/messages',
	body: { lead_id: lead.id, text: 'Hello', origin: 'telegram' },
};
/** Of another contact, on another day. */
const elsewhere: SceneCall = {
	path: '/messages',
	body: { lead_id: leads[1].id, text: 'Bye', origin: 'waba' },
};
const closed: SceneCall = { path: `/api/v4/talks/${talk}/close`, body: { force_close: true } };

export const talkCases: readonly OperationCase[] = [
	{
		title: 'gives a talk with its contact and lead',
		operation: 'get',
		scene: [written],
		parameters: { id: talk },
		requests: [{ route: `GET /api/v4/talks/${talk}`, answer: 'talks__GET_talks_id__response' }],
		output: [
			{
				talk_id: talk,
				entity_type: 'lead',
				_embedded: { contacts: [{ id: contactOf(lead) }], leads: [{ id: lead.id }] },
			},
		],
	},
	{
		title: 'fails for a talk that is not there',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET /api/v4/talks/${unknownId}` }],
		output: [],
		error: 'Talk not found (HTTP 404)',
	},
	{
		title: 'gives the open talks of a contact about a lead',
		operation: 'getAll',
		scene: [written, elsewhere],
		parameters: {
			returnAll: true,
			filters: {
				contactId: contactOf(lead),
				entityId: lead.id,
				entityType: 'lead',
				onlyInWork: true,
				talkId: talk,
			},
		},
		requests: [
			{
				route: 'GET /api/v4/talks',
				query: [
					`filter[contact_id][]=${contactOf(lead)}`,
					`filter[entity_id]=${lead.id}`,
					'filter[entity_type]=lead',
					'filter[only_in_work]=1',
					`filter[talk_id][]=${talk}`,
					'page=1&limit=250',
				].join('&'),
				answer: 'talks__GET_talks__response_2026',
			},
		],
		output: [{ talk_id: talk, status: 'in_work', origin: 'telegram' }],
	},
	{
		title: 'leaves out closed talks where only open ones are wanted',
		operation: 'getAll',
		scene: [written, closed],
		parameters: { filters: { onlyInWork: true } },
		requests: [{ route: 'GET /api/v4/talks', query: 'filter[only_in_work]=1&page=1&limit=50' }],
		output: [],
	},
	{
		title: 'closes a talk',
		operation: 'close',
		scene: [written],
		parameters: { id: talk, forceClose: true },
		requests: [{ route: `POST /api/v4/talks/${talk}/close`, body: { force_close: true } }],
		output: [{ success: true, id: talk }],
	},
	{
		title: 'fails to close a talk twice',
		operation: 'close',
		scene: [written, closed],
		parameters: { id: talk, forceClose: false },
		requests: [{ route: `POST /api/v4/talks/${talk}/close`, body: { force_close: false } }],
		output: [],
		error: 'Talk is already closed (HTTP 422)',
	},
	{
		title: 'gives the messages of one talk since a time',
		operation: 'getMessages',
		scene: [written, elsewhere],
		parameters: { id: talk, filters: { createdFrom: '2025-01-01T00:00:00Z' } },
		requests: [
			{
				route: `GET /api/v4/talks/${talk}/messages`,
				query: 'filter[created_at][from]=1735689600&page=1&limit=50',
				answer: 'talks__GET_talks_id_messages__response_2026',
				// Nobody sends files in the sandbox.
				unlike: [/attachment/],
			},
		],
		output: [{ type: 'incoming', text: 'Hello', author: { type: 'external' } }],
	},
	{
		title: 'sends a message to an open talk',
		operation: 'sendMessage',
		scene: [written],
		parameters: { id: talk, text: 'On its way' },
		requests: [
			{
				route: `POST /api/v4/talks/${talk}/send_message`,
				body: { text: 'On its way' },
				answer: 'talks__POST_talks_id_send_message__response_202_2026',
			},
		],
		output: [{}],
	},
	{
		title: 'fails to send a message to a closed talk',
		operation: 'sendMessage',
		scene: [written, closed],
		parameters: { id: talk, text: 'Too late' },
		requests: [{ route: `POST /api/v4/talks/${talk}/send_message`, body: { text: 'Too late' } }],
		output: [],
		error: 'Talk is closed (HTTP 422)',
	},
];
