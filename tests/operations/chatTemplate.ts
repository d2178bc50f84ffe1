import type { OperationCase, SceneCall } from './operationCase';
import { newId, unknownId } from './seeded';

const path = '/api/v4/chats/templates';
const buttons = [
	{ type: 'inline', text: 'Yes' },
	{ type: 'url', text: 'More', url: 'https://example.com' },
];
const attachment = { id: 'c2b77f70-d0d6-484a-8f6e-583f70a08cce', name: 'Photo', type: 'picture' };
const waba = {
	name: 'Hello',
	content: 'Hello {{contact.name}}',
	external_id: 'hello',
	type: 'waba',
	waba_category: 'UTILITY',
	waba_language: 'en',
	waba_examples: { '{{contact.name}}': 'Anna' },
};
const bye = { name: 'Bye', content: 'See you', external_id: 'bye' };
const created: SceneCall = { path, body: [waba, bye] };
const [wabaId, byeId] = [newId(1), newId(2)];

const whatsApp: SceneCall = {
	path: '/api/v4/sources',
	body: [
		{
			name: 'WhatsApp',
			external_id: 'whatsapp',
			services: [{ type: 'whatsapp', params: { waba: true }, pages: [] }],
		},
	],
};
const sourceId = newId(3);
const reviewed: readonly SceneCall[] = [created, whatsApp, { path: `${path}/${wabaId}/review` }];
const reviewId = newId(4);

export const chatTemplateCases: readonly OperationCase[] = [
	{
		title: 'sends all that a template may have',
		operation: 'create',
		items: [
			{
				name: waba.name,
				content: waba.content,
				externalId: waba.external_id,
				type: 'waba',
				isEditable: false,
				buttons: { values: buttons },
				attachmentId: attachment.id,
				attachmentName: attachment.name,
				attachmentType: attachment.type,
				wabaCategory: waba.waba_category,
				wabaExamples: JSON.stringify(waba.waba_examples),
				wabaFooter: 'Regards',
				wabaHeaderType: 'media',
				wabaLanguage: waba.waba_language,
			},
			{ name: bye.name, content: bye.content, externalId: bye.external_id },
		],
		parameters: ({ name, content, ...additionalFields }) => ({ name, content, additionalFields }),
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{
						...waba,
						is_editable: false,
						buttons,
						attachment,
						waba_footer: 'Regards',
						waba_header_type: 'media',
						request_id: '0',
					},
					{ ...bye, request_id: '1' },
				],
				answer: 'chat_templates__POST_chats_templates__response',
			},
		],
		output: [
			{ id: wabaId, ...waba, buttons, attachment },
			{ id: byeId, ...bye, type: 'amocrm', buttons: [], attachment: null, is_editable: false },
		],
	},
	{
		title: 'fails for a header that is too long',
		operation: 'create',
		parameters: { ...bye, additionalFields: { wabaHeader: 'x'.repeat(61) } },
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{ name: bye.name, content: bye.content, waba_header: 'x'.repeat(61), request_id: '0' },
				],
			},
		],
		output: [],
		error: 'waba_header: This value is too long. It should have 60 characters or less. (TooLong)',
	},
	{
		title: 'fails for a media header without a file',
		operation: 'create',
		parameters: { ...bye, additionalFields: { wabaHeaderType: 'media' } },
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{ name: bye.name, content: bye.content, waba_header_type: 'media', request_id: '0' },
				],
			},
		],
		output: [],
		error: 'attachment: This field is missing. (FieldMissing)',
	},
	{
		title: 'gives a template with its reviews',
		operation: 'get',
		scene: reviewed,
		parameters: { id: wabaId, with: ['reviews'] },
		requests: [
			{
				route: `GET ${path}/${wabaId}`,
				query: 'with=reviews',
				answer: 'chat_templates__GET_chats_templates_id__response',
				// This one has neither.
				unlike: [/^\.(buttons\[|attachment\.)/],
			},
		],
		output: [
			{
				...waba,
				review_status: 'review',
				is_on_review: true,
				_embedded: { reviews: [{ id: reviewId, source_id: sourceId, status: 'review' }] },
			},
		],
	},
	{
		title: 'fails for a template that is not there',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'Template not found (HTTP 404)',
	},
	{
		title: 'asks for 50 templates a page, the most that amoCRM gives',
		operation: 'getAll',
		scene: reviewed,
		parameters: { returnAll: true, with: ['reviews'] },
		requests: [
			{
				route: `GET ${path}`,
				query: 'with=reviews&page=1&limit=50',
				answer: 'chat_templates__GET_chats_templates__response',
				unlike: [/buttons\[\]/],
			},
		],
		output: [
			{ id: wabaId, review_status: 'review' },
			{ id: byeId, review_status: null, is_on_review: null },
		],
	},
	{
		title: 'gives the templates of the external IDs',
		operation: 'getAll',
		scene: [created],
		parameters: { filters: { externalId: ['bye', 'nothing'] } },
		requests: [
			{
				route: `GET ${path}`,
				query: 'filter[external_id][]=bye&filter[external_id][]=nothing&page=1&limit=50',
			},
		],
		output: [{ id: byeId }],
	},
	{
		title: 'sends the changes of many items in one request',
		operation: 'update',
		scene: [created],
		items: [
			{
				id: byeId,
				name: 'Good bye',
				buttons,
				attachmentId: attachment.id,
				attachmentName: attachment.name,
				attachmentType: attachment.type,
			},
			{ id: wabaId, content: 'Hi {{contact.name}}' },
		],
		parameters: ({ id, ...updateFields }) => ({ id, updateFields }),
		requests: [
			{
				route: `PATCH ${path}`,
				body: [
					{ id: byeId, name: 'Good bye', buttons, attachment, request_id: '0' },
					{ id: wabaId, content: 'Hi {{contact.name}}', request_id: '1' },
				],
				answer: 'chat_templates__PATCH_chats_templates_id__response',
			},
		],
		output: [
			{ id: byeId, name: 'Good bye', content: bye.content, buttons, attachment },
			{ id: wabaId, content: 'Hi {{contact.name}}', type: 'waba' },
		],
	},
	{
		title: 'sends the change of an item that is alone to the address of its template',
		operation: 'update',
		scene: [{ path, body: [{ ...bye, buttons }] }],
		parameters: { id: newId(1), updateFields: { isEditable: true, buttons: {} } },
		requests: [{ route: `PATCH ${path}/${newId(1)}`, body: { is_editable: true, buttons: null } }],
		output: [{ id: newId(1), is_editable: true, buttons: [] }],
	},
	{
		title: 'fails for a WhatsApp template that is no draft any more',
		operation: 'update',
		scene: reviewed,
		parameters: { id: wabaId, updateFields: { content: 'Hi' } },
		requests: [{ route: `PATCH ${path}/${wabaId}`, body: { content: 'Hi' } }],
		output: [],
		error: 'id: A WhatsApp template can be changed only as a draft.',
	},
	{
		title: 'asks for a review by each WhatsApp source',
		operation: 'sendToReview',
		scene: reviewed.slice(0, 2),
		parameters: { id: wabaId },
		requests: [
			{
				route: `POST ${path}/${wabaId}/review`,
				answer: 'chat_templates__POST_chats_templates_id_review__response',
			},
		],
		output: [
			{
				success: true,
				id: wabaId,
				_embedded: { reviews: [{ id: reviewId, source_id: sourceId, status: 'review' }] },
			},
		],
	},
	{
		title: 'fails for a template that is not for WhatsApp',
		operation: 'sendToReview',
		scene: [created],
		parameters: { id: byeId },
		requests: [{ route: `POST ${path}/${byeId}/review` }],
		output: [],
		error: 'type: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'tells the decision',
		operation: 'updateReview',
		scene: reviewed,
		parameters: {
			id: wabaId,
			reviewId,
			status: 'rejected',
			additionalFields: { rejectReason: 'Too short' },
		},
		requests: [
			{
				route: `POST ${path}/${wabaId}/review/${reviewId}`,
				body: { status: 'rejected', reject_reason: 'Too short' },
				answer: 'chat_templates__POST_chats_templates_id_review_review_id__response',
			},
		],
		output: [{ id: reviewId, source_id: sourceId, status: 'rejected', reject_reason: 'Too short' }],
	},
	{
		title: 'fails for a review that is not there',
		operation: 'updateReview',
		scene: [created],
		parameters: { id: wabaId, reviewId: unknownId, status: 'approved' },
		requests: [
			{ route: `POST ${path}/${wabaId}/review/${unknownId}`, body: { status: 'approved' } },
		],
		output: [],
		error: 'Review not found (HTTP 404)',
	},
	{
		title: 'deletes the templates of many items with one request',
		operation: 'delete',
		scene: [created],
		items: [{ id: wabaId }, { id: byeId }],
		parameters: ({ id }) => ({ id }),
		requests: [{ route: `DELETE ${path}`, body: [{ id: wabaId }, { id: byeId }] }],
		output: [
			{ deleted: true, id: wabaId },
			{ deleted: true, id: byeId },
		],
	},
	{
		title: 'deletes the template of an item that is alone at its address',
		operation: 'delete',
		scene: [created],
		parameters: { id: byeId },
		requests: [{ route: `DELETE ${path}/${byeId}` }],
		output: [{ deleted: true, id: byeId }],
	},
	{
		title: 'fails for a template that is not there',
		operation: 'delete',
		scene: [created],
		items: [{ id: byeId }, { id: unknownId }],
		parameters: ({ id }) => ({ id }),
		requests: [{ route: `DELETE ${path}`, body: [{ id: byeId }, { id: unknownId }] }],
		output: [],
		error: `id: template with id = ${unknownId} not found (EntityNotFound)`,
	},
];
