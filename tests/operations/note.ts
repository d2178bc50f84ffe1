import type { OperationCase, SceneCall } from './operationCase';
import { contacts, curlLeadId, leads, newId, personUserId, unknownId } from './seeded';

const written: SceneCall = {
	path: '/api/v4/leads/notes',
	body: [
		{ entity_id: curlLeadId, note_type: 'common', params: { text: 'One' } },
		{ entity_id: curlLeadId, note_type: 'call_in', params: { phone: '+79990000007' } },
		{ entity_id: leads[0].id, note_type: 'common', params: { text: 'Three' } },
	],
};
const [first, second, third] = [newId(1), newId(2), newId(3)];
const ofLead = { entityType: 'leads', entityId: curlLeadId };
const call = {
	uniq: '8f52d38a-5fb3-406d-93a3-a4832dc28f8b',
	duration: 60,
	source: 'onlinePBX',
	link: 'https://example.com',
	phone: '+79990000007',
};

/** Each type with the fields of the editor and what they become. */
const types: ReadonlyArray<readonly [type: string, fields: object, params: object]> = [
	['call_in', call, call],
	[
		'call_out',
		{ ...call, callResult: 'Agreed', callStatus: 4, callResponsible: 'Anna' },
		{ ...call, call_result: 'Agreed', call_status: 4, call_responsible: 'Anna' },
	],
	['service_message', { service: 'Billing' }, { service: 'Billing', text: 'A' }],
	['extended_service_message', { service: 'Billing' }, { service: 'Billing', text: 'A' }],
	['message_cashier', { cashierStatus: 'shown' }, { status: 'shown', text: 'A' }],
	[
		'geolocation',
		{ address: 'Main Street 1', longitude: '53.7', latitude: '91.4' },
		{ address: 'Main Street 1', longitude: '53.7', latitude: '91.4', text: 'A' },
	],
	['sms_in', { phone: '+79990000007' }, { phone: '+79990000007', text: 'A' }],
	['sms_out', { phone: '+79990000007' }, { phone: '+79990000007', text: 'A' }],
	[
		'attachment',
		{ fileUuid: '6905db7c-3a29-4d30-8953-bac68c05e8e8', fileName: 'offer.pdf', versionUuid: 'v' },
		{
			file_uuid: '6905db7c-3a29-4d30-8953-bac68c05e8e8',
			file_name: 'offer.pdf',
			version_uuid: 'v',
		},
	],
];

const ofType = ([type, fields, params]: (typeof types)[number]): OperationCase => ({
	title: `writes a note of the type ${type}`,
	operation: 'create',
	parameters: {
		...ofLead,
		noteType: type,
		text: 'text' in params ? 'A' : '',
		additionalFields: fields,
	},
	requests: [
		{
			route: 'POST /api/v4/leads/notes',
			body: [{ entity_id: curlLeadId, note_type: type, params, request_id: '0' }],
			answer: 'events_notes__POST_entity_type_entity_id_notes__response',
		},
	],
	output: [{ id: first, entity_id: curlLeadId }],
});

export const noteCases: readonly OperationCase[] = [
	...types.map(ofType),
	{
		title: 'writes the texts of all items of an entity type in one request',
		operation: 'create',
		items: [
			{ type: 'leads', its: curlLeadId, what: 'A' },
			{ type: 'contacts', its: contacts[0].id, what: 'B' },
			{ type: 'leads', its: leads[0].id, what: 'C' },
		],
		parameters: ({ type, its, what }) => ({
			entityType: type,
			entityId: its,
			noteType: 'common',
			text: what,
			additionalFields: { responsibleUserId: personUserId, isNeedToTriggerDigitalPipeline: false },
		}),
		requests: [
			{
				route: 'POST /api/v4/leads/notes',
				body: [
					{ entity_id: curlLeadId, params: { text: 'A' }, request_id: '0' },
					{ entity_id: leads[0].id, params: { text: 'C' }, request_id: '1' },
				].map((one) => ({
					...one,
					note_type: 'common',
					responsible_user_id: personUserId,
					is_need_to_trigger_digital_pipeline: false,
				})),
			},
			{
				route: 'POST /api/v4/contacts/notes',
				body: [
					{
						entity_id: contacts[0].id,
						note_type: 'common',
						params: { text: 'B' },
						responsible_user_id: personUserId,
						is_need_to_trigger_digital_pipeline: false,
						request_id: '0',
					},
				],
			},
		],
		output: [
			{ id: first, entity_id: curlLeadId },
			{ id: third, entity_id: contacts[0].id },
			{ id: second, entity_id: leads[0].id },
		],
	},
	{
		title: 'takes 20,000 characters and no more',
		operation: 'create',
		items: [{ length: 20_000 }, { length: 20_001 }],
		parameters: ({ length }) => ({
			...ofLead,
			noteType: 'common',
			text: 'x'.repeat(Number(length)),
		}),
		requests: [
			{
				route: 'POST /api/v4/leads/notes',
				body: [20_000, 20_001].map((length, position) => ({
					entity_id: curlLeadId,
					note_type: 'common',
					params: { text: 'x'.repeat(length) },
					request_id: String(position),
				})),
			},
		],
		output: [],
		error:
			'params.text: This value is too long. It should have 20000 characters or less. (TooLong)',
	},
	{
		title: 'names the text that a note lacks and the lead that is not there',
		operation: 'create',
		parameters: { entityType: 'leads', entityId: unknownId, noteType: 'common', text: '' },
		requests: [
			{
				route: 'POST /api/v4/leads/notes',
				body: [{ entity_id: unknownId, note_type: 'common', request_id: '0' }],
			},
		],
		output: [],
		error:
			'entity_id: The value you selected is not a valid choice. (NotSupportedChoice); params.text: This field is missing. (FieldMissing)',
	},
	{
		title: 'gives a note of an entity',
		operation: 'get',
		scene: [written],
		parameters: { ...ofLead, id: first },
		requests: [
			{
				route: `GET /api/v4/leads/${curlLeadId}/notes/${first}`,
				answer: 'events_notes__GET_entity_type_entity_id_notes_id__response',
			},
		],
		output: [{ id: first, entity_id: curlLeadId, note_type: 'common', params: { text: 'One' } }],
	},
	{
		title: 'fails for the note of another entity',
		operation: 'get',
		scene: [written],
		parameters: { ...ofLead, id: third },
		requests: [{ route: `GET /api/v4/leads/${curlLeadId}/notes/${third}` }],
		output: [],
		error: 'amoCRM has no such note',
	},
	{
		title: 'gives the notes of a kind of entity by type, entity and time',
		operation: 'getAll',
		scene: [written],
		parameters: {
			entityType: 'leads',
			sort: 'id:desc',
			filters: {
				entityId: `${curlLeadId}, ${leads[0].id}`,
				id: [first, third],
				noteType: 'common, sms_in',
				updatedFrom: '2025-01-01T03:00:00',
			},
		},
		requests: [
			{
				route: 'GET /api/v4/leads/notes',
				query: [
					'order[id]=desc',
					`filter[entity_id][]=${curlLeadId}&filter[entity_id][]=${leads[0].id}`,
					`filter[id][]=${first}&filter[id][]=${third}`,
					'filter[note_type][]=common&filter[note_type][]=sms_in',
					'filter[updated_at][from]=1735689600',
					'page=1&limit=50',
				].join('&'),
				answer: 'events_notes__GET_entity_type_notes__response',
				unlike: [/is_drive_attachment|original_name|file_uuid|version_uuid|file_name/],
			},
		],
		output: [
			{ id: third, params: { text: 'Three' } },
			{ id: first, params: { text: 'One' } },
		],
	},
	{
		title: 'gives no item where nobody wrote anything',
		operation: 'getAll',
		parameters: { entityType: 'companies', returnAll: true },
		requests: [{ route: 'GET /api/v4/companies/notes', query: 'page=1&limit=250' }],
		output: [],
	},
	{
		title: 'gives the notes of one entity, page by page',
		operation: 'getAllOfEntity',
		scene: [
			{
				path: '/api/v4/leads/notes',
				body: Array.from({ length: 250 }, (_note, i) => ({
					entity_id: curlLeadId,
					note_type: 'common',
					params: { text: `N${i}` },
				})),
			},
			written,
		],
		parameters: { ...ofLead, returnAll: true, filters: { noteType: 'common' } },
		requests: [1, 2].map((page) => ({
			route: `GET /api/v4/leads/${curlLeadId}/notes`,
			query: `filter[note_type][]=common&page=${page}&limit=250`,
			...(page === 1 ? { answer: 'events_notes__GET_entity_type_entity_id_notes__response' } : {}),
		})),
		output: [
			...Array.from({ length: 250 }, (_note, i) => ({ params: { text: `N${i}` } })),
			{ params: { text: 'One' } },
		],
	},
	{
		title: 'sends the changes of many notes in one request',
		operation: 'update',
		scene: [written],
		items: [{ its: first }, { its: third }],
		parameters: ({ its }) => ({ entityType: 'leads', id: its, noteType: 'common', text: 'New' }),
		requests: [
			{
				route: 'PATCH /api/v4/leads/notes',
				body: [first, third].map((id, position) => ({
					id,
					note_type: 'common',
					params: { text: 'New' },
					request_id: String(position),
				})),
				answer: 'events_notes__PATCH_entity_type_entity_id_notes_id__response',
			},
		],
		output: [
			{ id: first, entity_id: curlLeadId },
			{ id: third, entity_id: leads[0].id },
		],
	},
	{
		title: 'sends the change of one note to its address, where its entity is known',
		operation: 'update',
		scene: [written],
		parameters: {
			...ofLead,
			id: second,
			noteType: 'call_in',
			updateFields: { phone: '+79990000008', duration: 0 },
		},
		requests: [
			{
				route: `PATCH /api/v4/leads/${curlLeadId}/notes/${second}`,
				body: { note_type: 'call_in', params: { phone: '+79990000008', duration: 0 } },
			},
		],
		output: [{ id: second, entity_id: curlLeadId }],
	},
	{
		title: 'sends the change of one note of an unknown entity as a list',
		operation: 'update',
		scene: [written],
		parameters: { entityType: 'leads', id: first, noteType: 'common', text: 'New' },
		requests: [
			{
				route: 'PATCH /api/v4/leads/notes',
				body: [{ id: first, note_type: 'common', params: { text: 'New' }, request_id: '0' }],
			},
		],
		output: [{ id: first }],
	},
	{
		title: 'never guesses the type: a call would become a text',
		operation: 'update',
		scene: [written],
		parameters: { ...ofLead, id: second, text: 'New' },
		requests: [],
		output: [],
		error: 'Note Type is empty',
	},
	...(['pin', 'unpin'] as const).flatMap((verb): readonly OperationCase[] => [
		{
			title: 'sends no body and says of what it was done',
			operation: verb,
			scene: [written],
			parameters: { entityType: 'leads', id: first },
			requests: [{ route: `POST /api/v4/leads/notes/${first}/${verb}` }],
			output: [{ success: true, entity_type: 'leads', id: first }],
		},
		{
			title: 'fails for a note that is not there',
			operation: verb,
			parameters: { entityType: 'leads', id: unknownId },
			requests: [{ route: `POST /api/v4/leads/notes/${unknownId}/${verb}` }],
			output: [],
			error: 'Note not found',
		},
	]),
];
