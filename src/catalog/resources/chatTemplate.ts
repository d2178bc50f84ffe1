import { operation, resource } from '../define';
import { boolean, id, json, list, options, placed, required, text, withParts } from '../params';
import type { Param } from '../param';
import { acts, batch, batchActs, one, pages } from '../runs';
import { templateButtons } from '../templateButtons';

const mostPerRequest = 250;
/** amoCRM gives fewer templates a page than rows of other kinds. */
const mostPerPage = 50;

const parts = withParts({ reviews: 'Reviews' });
const templateId = id('Template ID', 'ID of the template');

const inAttachment = (param: Param, member: string): Param =>
	placed(param, (value) => ({ attachment: { [member]: value } }));

const upperCase = (value: string) => ({
	name: `${value[0] ?? ''}${value.slice(1).toLowerCase()}`,
	value,
});

const fields = {
	attachmentId: inAttachment(text('Attachment ID', 'UUID of a file of the files service'), 'id'),
	attachmentName: inAttachment(
		text('Attachment Name', 'Name of the file as the messenger shows it'),
		'name',
	),
	attachmentType: inAttachment(
		options(
			'Attachment Type',
			'What the file is for the messenger',
			['document', 'file', 'picture', 'video'].map((value) => ({
				name: `${value[0]?.toUpperCase() ?? ''}${value.slice(1)}`,
				value,
			})),
			'file',
		),
		'type',
	),
	buttons: templateButtons,
	externalId: text('External ID', 'Your own ID of the template'),
	isEditable: boolean('Editable', 'Whether users may edit the template in amoCRM'),
	type: options(
		'Type',
		'For which chats the template is',
		[
			{ name: 'Any Chat', value: 'amocrm' },
			{ name: 'WhatsApp Business', value: 'waba', description: 'WhatsApp reviews it first' },
		],
		'amocrm',
	),
	wabaCategory: options(
		'WhatsApp Category',
		'What WhatsApp takes the template for',
		['AUTHENTICATION', 'MARKETING', 'UTILITY'].map(upperCase),
		'UTILITY',
	),
	wabaExamples: json(
		'WhatsApp Examples',
		'An object with an example for each marker, such as {"{{contact.name}}": "Anna"}',
	),
	wabaFooter: text('WhatsApp Footer', 'Text below the message'),
	wabaHeader: text('WhatsApp Header', 'Text above the message, up to 60 characters'),
	wabaHeaderType: options(
		'WhatsApp Header Type',
		'What stands above the message',
		[
			{ name: 'Media', value: 'media', description: 'The attachment' },
			{ name: 'Text', value: 'text', description: 'The text of the header' },
		],
		'text',
	),
	wabaLanguage: text('WhatsApp Language', 'Code of the language of the template', 'e.g. en'),
};

export const chatTemplate = resource({
	name: 'chatTemplate',
	label: 'Chat Template',
	doc: 'Prepared answers for chats; an integration sees its own ones alone',
	operations: {
		create: operation({
			route: 'POST /api/v4/chats/templates',
			label: 'Create',
			action: 'Create a chat template',
			doc: 'Create a template from each item, many items in one request',
			run: batch('chat_templates'),
			params: {
				name: required(text('Name', 'Name of the template')),
				content: required(
					text('Content', 'The message, with markers', 'e.g. Hello {{contact.name}}'),
				),
			},
			fields,
		}),
		delete: operation({
			route: 'DELETE /api/v4/chats/templates',
			label: 'Delete',
			action: 'Delete a chat template',
			doc: 'Delete the template of each item, many items in one request',
			run: batchActs(mostPerRequest, 'DELETE /api/v4/chats/templates/{id}'),
			params: { id: templateId },
		}),
		get: operation({
			route: 'GET /api/v4/chats/templates/{id}',
			label: 'Get',
			action: 'Get a chat template',
			doc: 'Get one template by its ID',
			run: one,
			params: { id: templateId, with: parts },
		}),
		getAll: operation({
			route: 'GET /api/v4/chats/templates',
			label: 'Get Many',
			action: 'Get many chat templates',
			doc: 'Get the templates of the integration',
			run: pages('chat_templates', mostPerPage),
			params: { with: parts },
			filters: {
				externalId: list('External IDs', 'Only these templates', 'e.g. hello, goodbye'),
			},
		}),
		sendToReview: operation({
			route: 'POST /api/v4/chats/templates/{id}/review',
			label: 'Send to Review',
			action: 'Send a chat template to review',
			doc: 'Ask for the approval of a WhatsApp template, once for each WhatsApp source',
			run: acts,
			params: { id: templateId },
		}),
		update: operation({
			route: 'PATCH /api/v4/chats/templates',
			label: 'Update',
			action: 'Update a chat template',
			doc: 'Update the template of each item, many items in one request; one for WhatsApp as a draft only',
			run: batch('chat_templates', { single: 'PATCH /api/v4/chats/templates/{id}' }),
			params: { id: templateId },
			fields: {
				...fields,
				content: text('Content', 'New message, with markers'),
				name: text('Name', 'New name'),
			},
		}),
		updateReview: operation({
			route: 'POST /api/v4/chats/templates/{id}/review/{reviewId}',
			label: 'Update Review',
			action: 'Update a review of a chat template',
			doc: 'Tell amoCRM what WhatsApp decided about a template',
			run: one,
			params: {
				id: templateId,
				reviewId: id('Review ID', 'ID of the review'),
				status: required(
					options(
						'Status',
						'What was decided',
						['Approved', 'Paused', 'Rejected'].map((name) => ({
							name,
							value: name.toLowerCase(),
						})),
						'approved',
					),
				),
			},
			fields: { rejectReason: text('Reject Reason', 'Why the template was rejected') },
		}),
	},
});
