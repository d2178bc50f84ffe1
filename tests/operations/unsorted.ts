import { unsortedUid } from '../../sandbox/writes/unsorted';
import type { OperationCase, SceneCall } from './operationCase';
import { curlLeadId, newId, personUserId, pipelines, unknownId } from './seeded';

const path = '/api/v4/leads/unsorted';
const [main, second] = pipelines;
const stage = main.statuses.find(({ is_editable }) => is_editable);
const unknownUid = unsortedUid(unknownId);

const metadata = {
	form_id: 'order',
	form_name: 'Order',
	form_page: 'https://example.com/order',
	form_sent_at: 1_735_689_600,
};
const form = { source_name: 'Site', source_uid: 'site-1', metadata };

/** Two forms: one with a contact of its own, one in another pipeline. */
const came: SceneCall = {
	path: `${path}/forms`,
	body: [
		{ ...form, created_at: 1_735_689_600, _embedded: { contacts: [{ first_name: 'Anna' }] } },
		{ ...form, created_at: 1_735_693_200, pipeline_id: second.id },
	],
};
const [contactId, leadId, otherLeadId] = [newId(1), newId(2), newId(3)];
const [uid, otherUid] = [unsortedUid(leadId), unsortedUid(otherLeadId)];

/** A chat comes of a messenger, never of the API. */
const chatted: SceneCall = {
	path: '/unsorted',
	body: { category: 'chats', contact_name: 'Anna', name: 'Chat' },
};

const formParameters = {
	sourceName: 'Site',
	sourceUid: 'site-1',
	formId: 'order',
	formName: 'Order',
	formPage: 'https://example.com/order',
	formSentAt: '2025-01-01T03:00:00',
};

export const unsortedCases: readonly OperationCase[] = [
	{
		title: 'sends the forms of all items in one request, with lead, contact and company',
		operation: 'createForm',
		items: [{ called: 'A' }, { called: 'B' }],
		parameters: ({ called }) => ({
			...formParameters,
			lead: { name: called, price: 0, tags: 'site' },
			contact: {
				firstName: 'Anna',
				customFields: { values: [{ field: 'PHONE', value: '+79990000000', enumCode: 'WORK' }] },
			},
			company: { name: 'Example' },
			additionalFields: { pipelineId: second.id, ip: '192.0.2.10' },
		}),
		requests: [
			{
				route: `POST ${path}/forms`,
				body: ['A', 'B'].map((name, position) => ({
					source_name: 'Site',
					source_uid: 'site-1',
					pipeline_id: second.id,
					metadata: { ...metadata, ip: '192.0.2.10' },
					_embedded: {
						leads: [{ name, price: 0, _embedded: { tags: [{ name: 'site' }] } }],
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
				answer: 'unsorted__POST_leads_unsorted_forms__response',
			},
		],
		output: [{ _embedded: { leads: [{}], contacts: [{}], companies: [{}] } }, {}],
	},
	{
		title: 'says where in the models inside it something is wrong',
		operation: 'createForm',
		parameters: {
			...formParameters,
			contact: { customFields: { values: [{ field: unknownId, value: 'x' }] } },
		},
		requests: [
			{
				route: `POST ${path}/forms`,
				body: [
					{
						...form,
						_embedded: {
							contacts: [
								{ custom_fields_values: [{ field_id: unknownId, values: [{ value: 'x' }] }] },
							],
						},
						request_id: '0',
					},
				],
			},
		],
		output: [],
		error: '_embedded.contacts.0.custom_fields_values.0.field_id: The value you selected',
	},
	{
		title: 'sends a call with all that amoCRM asks for',
		operation: 'createCall',
		parameters: {
			sourceName: 'Telephony',
			sourceUid: 'pbx',
			phone: '+79990000000',
			from: 'onlinePBX',
			uniq: 'call-1',
			serviceCode: 'pbx-widget',
			link: 'https://example.com/call-1.mp3',
			duration: 0,
			calledAt: '2025-01-01T03:00:00',
			isCallEventNeeded: false,
			contact: { name: 'Anna' },
			lead: { name: 'Call' },
		},
		requests: [
			{
				route: `POST ${path}/sip`,
				body: [
					{
						source_name: 'Telephony',
						source_uid: 'pbx',
						metadata: {
							phone: '+79990000000',
							from: 'onlinePBX',
							uniq: 'call-1',
							service_code: 'pbx-widget',
							link: 'https://example.com/call-1.mp3',
							duration: 0,
							called_at: 1_735_689_600,
							is_call_event_needed: false,
						},
						_embedded: { leads: [{ name: 'Call' }], contacts: [{ name: 'Anna' }] },
						request_id: '0',
					},
				],
				answer: 'unsorted__POST_leads_unsorted_sip__response',
			},
		],
		output: [{ uid: unsortedUid(leadId), _embedded: { leads: [{ id: leadId }] } }],
	},
	{
		title: 'gives an incoming lead',
		operation: 'get',
		scene: [came],
		parameters: { uid },
		requests: [
			{
				route: `GET ${path}/${uid}`,
				answer: 'unsorted__GET_leads_unsorted_uid__response',
				unlike: [/metadata\.(ip|referer)/],
			},
		],
		output: [
			{
				uid,
				category: 'forms',
				metadata: { ...metadata, form_sent_at: String(metadata.form_sent_at) },
				_embedded: { contacts: [{ id: contactId }] },
			},
		],
	},
	{
		title: 'fails for an incoming lead that is not there',
		operation: 'get',
		parameters: { uid: unknownUid },
		requests: [{ route: `GET ${path}/${unknownUid}` }],
		output: [],
		error: 'Unsorted not found (HTTP 404)',
	},
	{
		title: 'gives incoming leads, the newest first',
		operation: 'getAll',
		scene: [came, chatted],
		parameters: {
			sort: 'created_at:desc',
			filters: { category: ['forms', 'sip'], uid: `${uid}, ${otherUid}` },
		},
		requests: [
			{
				route: `GET ${path}`,
				query: [
					'order[created_at]=desc',
					'filter[category][]=forms&filter[category][]=sip',
					`filter[uid][]=${uid}&filter[uid][]=${otherUid}`,
					'page=1&limit=50',
				].join('&'),
				answer: 'unsorted__GET_leads_unsorted__response',
				unlike: [/metadata\./],
			},
		],
		output: [{ uid: otherUid }, { uid }],
	},
	{
		title: 'gives the incoming leads of a pipeline',
		operation: 'getAll',
		scene: [came],
		parameters: { returnAll: true, filters: { pipelineId: second.id } },
		requests: [
			{ route: `GET ${path}`, query: `filter[pipeline_id]=${second.id}&page=1&limit=250` },
		],
		output: [{ uid: otherUid, pipeline_id: second.id }],
	},
	{
		title: 'accepts an incoming lead into a status, for a user',
		operation: 'accept',
		scene: [came],
		parameters: { uid, additionalFields: { userId: personUserId, statusId: stage?.id } },
		requests: [
			{
				route: `POST ${path}/${uid}/accept`,
				body: { user_id: personUserId, status_id: stage?.id },
				answer: 'unsorted__POST_leads_unsorted_uid_accept__response',
			},
		],
		output: [{ uid, _embedded: { leads: [{ id: leadId }], contacts: [{ id: contactId }] } }],
	},
	{
		title: 'accepts without a body when nothing else is said',
		operation: 'accept',
		scene: [came],
		parameters: { uid: otherUid },
		requests: [{ route: `POST ${path}/${otherUid}/accept` }],
		output: [{ uid: otherUid, pipeline_id: second.id }],
	},
	{
		title: 'fails for a user that nobody is',
		operation: 'accept',
		scene: [came],
		parameters: { uid, additionalFields: { userId: unknownId } },
		requests: [{ route: `POST ${path}/${uid}/accept`, body: { user_id: unknownId } }],
		output: [],
		error: 'user_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'fails for an incoming lead that somebody else accepted',
		operation: 'accept',
		scene: [came, { path: `${path}/${uid}/accept` }],
		parameters: { uid },
		requests: [{ route: `POST ${path}/${uid}/accept` }],
		output: [],
		error: 'Unsorted not found (HTTP 404)',
	},
	{
		title: 'declines with DELETE and tells what was declined',
		operation: 'decline',
		scene: [came],
		parameters: { uid, additionalFields: { userId: personUserId } },
		requests: [
			{
				route: `DELETE ${path}/${uid}/decline`,
				body: { user_id: personUserId },
				answer: 'unsorted__DELETE_leads_unsorted_uid_decline__response',
			},
		],
		output: [{ uid, category: 'forms', _embedded: { leads: [{ id: leadId }] } }],
	},
	{
		title: 'fails where there is nothing to decline',
		operation: 'decline',
		parameters: { uid: unknownUid },
		requests: [{ route: `DELETE ${path}/${unknownUid}/decline` }],
		output: [],
		error: 'Unsorted not found (HTTP 404)',
	},
	{
		title: 'puts a chat to a lead that there is',
		operation: 'link',
		scene: [chatted],
		parameters: {
			uid,
			entityType: 'leads',
			entityId: curlLeadId,
			additionalFields: { contactId, userId: personUserId },
		},
		requests: [
			{
				route: `POST ${path}/${uid}/link`,
				body: {
					link: {
						entity_id: curlLeadId,
						entity_type: 'leads',
						metadata: { contact_id: contactId },
					},
					user_id: personUserId,
				},
				answer: 'unsorted__POST_leads_unsorted_uid_link__response',
			},
		],
		output: [{ uid, _embedded: { leads: [{ id: curlLeadId }] } }],
	},
	{
		title: 'fails for what is not a chat',
		operation: 'link',
		scene: [came],
		parameters: { uid, entityType: 'leads', entityId: curlLeadId },
		requests: [
			{
				route: `POST ${path}/${uid}/link`,
				body: { link: { entity_id: curlLeadId, entity_type: 'leads' } },
			},
		],
		output: [],
		error: 'Only chats can be linked (HTTP 422)',
	},
	{
		title: 'counts what came and what became of it',
		operation: 'getSummary',
		scene: [
			came,
			{ path: `${path}/${uid}/accept` },
			{ method: 'DELETE', path: `${path}/${otherUid}/decline` },
			chatted,
		],
		parameters: { filters: { createdFrom: '2025-01-01T03:00:00' } },
		requests: [
			{
				route: `GET ${path}/summary`,
				query: 'filter[created_at][from]=1735689600',
				answer: 'unsorted__GET_leads_unsorted_summary__response',
			},
		],
		output: [
			{
				total: 3,
				accepted: 1,
				declined: 1,
				categories: { forms: { total: 2 }, chats: { total: 1 }, sip: { total: 0 } },
			},
		],
	},
];
