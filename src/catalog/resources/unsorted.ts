import { operation, resource } from '../define';
import { embedded } from '../embeddedParams';
import { batchOptions, createdFilters, entityId, entityOfKind, sort } from '../entityParams';
import type { Param, Params } from '../param';
import {
	boolean,
	choice,
	dateTime,
	list,
	number,
	optional,
	options,
	placed,
	required,
	text,
	toList,
	withParts,
} from '../params';
import { batch, one, pages } from '../runs';

const uid = required(text('UID', 'UID of the incoming lead'));
const userId = choice('User', 'getUsers');
const pipelineId = choice('Pipeline', 'getPipelines');
const uids = list('UIDs', 'Only incoming leads of these UIDs', 'e.g. 98fb033cefde74f5');

const inMetadata = (name: string, param: Param): Param =>
	placed(param, (value) => ({ metadata: { [name]: value } }));

const source: Params = {
	sourceName: required(text('Source Name', 'What the card shows as the source')),
	sourceUid: required(text('Source UID', 'Your own ID of the source')),
};

const people: Params = {
	lead: embedded.lead,
	contact: embedded.contact(),
	company: embedded.company(),
};

const common: Params = {
	createdAt: dateTime('Created At', 'When the lead came; now if empty'),
	pipelineId,
};

export const unsorted = resource({
	name: 'unsorted',
	label: 'Incoming Lead',
	doc: 'Leads that came in and that nobody has accepted yet (unsorted)',
	operations: {
		accept: operation({
			route: 'POST /api/v4/leads/unsorted/{uid}/accept',
			label: 'Accept',
			action: 'Accept an incoming lead',
			doc: 'Let an incoming lead become a lead',
			run: one,
			params: { uid },
			fields: { userId, statusId: choice('Status', 'getStatuses') },
		}),
		createCall: operation({
			route: 'POST /api/v4/leads/unsorted/sip',
			label: 'Create From Call',
			action: 'Create an incoming lead from a call',
			doc: 'Create an incoming lead from the phone call of each item, many items in one request',
			run: batch('unsorted'),
			params: {
				...source,
				phone: inMetadata('phone', required(text('Phone', 'Who called', 'e.g. +79991234567'))),
				from: inMetadata('from', required(text('From', 'Where the call came to or from'))),
				uniq: inMetadata('uniq', required(text('Unique ID', 'ID of the call in the telephony'))),
				serviceCode: inMetadata(
					'service_code',
					required(text('Service Code', 'Code of the telephony service')),
				),
				link: inMetadata('link', required(text('Link', 'Address of the recording'))),
				duration: inMetadata('duration', required(number('Duration', 'In seconds'))),
				calledAt: inMetadata('called_at', required(dateTime('Called At', 'When the call was'))),
				isCallEventNeeded: inMetadata(
					'is_call_event_needed',
					boolean('Call Event', 'Whether the call shows in the list of events, too'),
				),
				...people,
			},
			fields: common,
			options: batchOptions,
		}),
		createForm: operation({
			route: 'POST /api/v4/leads/unsorted/forms',
			label: 'Create From Form',
			action: 'Create an incoming lead from a form',
			doc: 'Create an incoming lead from the web form of each item, many items in one request',
			run: batch('unsorted'),
			params: {
				...source,
				formId: inMetadata('form_id', required(text('Form ID', 'Your own ID of the form'))),
				formName: inMetadata('form_name', required(text('Form Name', 'Name of the form'))),
				formPage: inMetadata(
					'form_page',
					required(text('Form Page', 'Address of the page', 'e.g. https://example.com/order')),
				),
				formSentAt: inMetadata(
					'form_sent_at',
					required(dateTime('Form Sent At', 'When the form was sent')),
				),
				...people,
			},
			fields: {
				...common,
				ip: inMetadata('ip', text('IP', 'Address of who sent the form', 'e.g. 192.0.2.10')),
				referer: inMetadata('referer', text('Referer', 'Where the visitor came from')),
				visitorUid: inMetadata('visitor_uid', text('Visitor UID', 'ID of the visitor')),
			},
			options: batchOptions,
		}),
		decline: operation({
			route: 'DELETE /api/v4/leads/unsorted/{uid}/decline',
			label: 'Decline',
			action: 'Decline an incoming lead',
			doc: 'Remove an incoming lead',
			run: one,
			params: { uid },
			fields: { userId },
		}),
		get: operation({
			route: 'GET /api/v4/leads/unsorted/{uid}',
			label: 'Get',
			action: 'Get an incoming lead',
			doc: 'Get one incoming lead by its UID',
			run: one,
			params: { uid },
		}),
		getAll: operation({
			route: 'GET /api/v4/leads/unsorted',
			label: 'Get Many',
			action: 'Get many incoming leads',
			doc: 'Get the incoming leads that nobody has accepted yet',
			run: pages('unsorted'),
			params: { sort: sort({ created_at: 'Created', updated_at: 'Updated' }) },
			filters: {
				category: {
					...withParts({ chats: 'Chat', forms: 'Form', mail: 'Email', sip: 'Call' }),
					label: 'Category',
					doc: 'Only incoming leads that came this way',
					convert: (value) => toList(value).map(String),
				},
				pipelineId,
				uid: uids,
			},
		}),
		link: operation({
			route: 'POST /api/v4/leads/unsorted/{uid}/link',
			label: 'Link',
			action: 'Link an incoming lead',
			doc: 'Put the chat of an incoming lead to a lead or customer that there is; only chats can be linked',
			run: one,
			params: {
				uid,
				entityType: placed(
					options(
						'Entity Type',
						'What the chat is put to',
						[
							{ name: 'Customer', value: 'customers' },
							{ name: 'Lead', value: 'leads' },
						],
						'leads',
					),
					(entity_type) => ({ link: { entity_type } }),
				),
				entityId: placed(entityOfKind('Entity', 'The lead or customer'), (entity_id) => ({
					link: { entity_id },
				})),
			},
			fields: {
				contactId: placed(
					optional({ ...entityId('Contact'), doc: 'Contact that the chat is put to' }),
					(contact_id) => ({
						link: { metadata: { contact_id } },
					}),
				),
				userId,
			},
		}),
		getSummary: operation({
			route: 'GET /api/v4/leads/unsorted/summary',
			label: 'Get Summary',
			action: 'Get the summary of incoming leads',
			doc: 'Count the incoming leads, what became of them and how long it took',
			run: one,
			params: {},
			filters: { ...createdFilters('incoming leads'), pipelineId, uid: uids },
		}),
	},
});
