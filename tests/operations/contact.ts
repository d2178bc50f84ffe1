import { contacts, unknownId } from './seeded';
import { entityCases } from './entityCases';
import { matchCases, matchPersonCases } from './matchCases';
import type { OperationCase } from './operationCase';

const chatIds = ['6cbab3d5-c4c1-46ff-b710-ad59ad10805f', '7dbab3d5-c4c1-46ff-b710-ad59ad108060'];

export const contactCases: readonly OperationCase[] = [
	...entityCases({
		collection: 'contacts',
		ids: [contacts[0].id, contacts[1].id],
		created: { is_deleted: false, is_unsorted: false },
		unlike: {
			// `enum` is of an older form; live answers have `enum_code`.
			get: [/values\[\]\.enum$|_embedded\.(leads|customers|catalog_elements)/],
			getAll: [/_embedded\.(leads|customers|catalog_elements)/],
			update: [],
		},
	}),
	...matchCases('contacts'),
	...matchPersonCases('contacts'),
	{
		title: 'sends the names of a person, and phones by the code of the field',
		operation: 'create',
		parameters: {
			additionalFields: { firstName: 'Anna', lastName: 'Example' },
			customFields: { values: [{ field: 'PHONE', value: '+79990000000', enumCode: 'WORK' }] },
		},
		requests: [
			{
				route: 'POST /api/v4/contacts',
				body: [
					{
						first_name: 'Anna',
						last_name: 'Example',
						custom_fields_values: [
							{ field_code: 'PHONE', values: [{ value: '+79990000000', enum_code: 'WORK' }] },
						],
						request_id: '0',
					},
				],
				answer: 'live__POST_contacts__response',
			},
		],
		output: [{ is_deleted: false }],
	},
	{
		title: 'gives the chats of all items to their contacts in one request',
		operation: 'linkChat',
		items: [
			{ its: contacts[0].id, chat: chatIds[0] },
			{ its: contacts[1].id, chat: chatIds[1] },
		],
		parameters: ({ its, chat }) => ({ contactId: its, chatId: chat }),
		requests: [
			{
				route: 'POST /api/v4/contacts/chats',
				body: contacts.map(({ id }, i) => ({
					contact_id: id,
					chat_id: chatIds[i],
					request_id: String(i),
				})),
				answer: 'contacts__POST_contacts_chats__response',
			},
		],
		output: contacts.map(({ id }, i) => ({ contact_id: id, chat_id: chatIds[i] })),
	},
	{
		title: 'fails for a contact that is not there',
		operation: 'linkChat',
		parameters: { contactId: unknownId, chatId: chatIds[0] },
		requests: [
			{
				route: 'POST /api/v4/contacts/chats',
				body: [{ contact_id: unknownId, chat_id: chatIds[0], request_id: '0' }],
			},
		],
		output: [],
		error: 'contact_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'gives the chats of some contacts',
		operation: 'getChats',
		scene: [
			{
				path: '/api/v4/contacts/chats',
				body: contacts.map(({ id }, i) => ({ contact_id: id, chat_id: chatIds[i] })),
			},
		],
		parameters: { contactId: `${contacts[0].id}, ${unknownId}`, chatId: chatIds.join() },
		requests: [
			{
				route: 'GET /api/v4/contacts/chats',
				query: [
					`contact_id[]=${contacts[0].id}&contact_id[]=${unknownId}`,
					`chat_id[]=${chatIds[0]}&chat_id[]=${chatIds[1]}`,
					'page=1&limit=50',
				].join('&'),
				answer: 'contacts__GET_contacts_chats__response',
			},
		],
		output: [{ contact_id: contacts[0].id, chat_id: chatIds[0] }],
	},
];
