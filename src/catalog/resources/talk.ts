import { operation, resource } from '../define';
import { boolean, dateTime, id, idList, number, options, placed, required, text } from '../params';
import { acts, one, pages } from '../runs';

const talkId = id('Talk ID', 'ID of the talk, as webhooks and Get Many give it');

export const talk = resource({
	name: 'talk',
	label: 'Talk',
	doc: 'Conversations with contacts in messengers',
	operations: {
		close: operation({
			route: 'POST /api/v4/talks/{id}/close',
			label: 'Close',
			action: 'Close a talk',
			doc: 'Close a talk, or start the NPS bot where the account has one',
			run: acts,
			params: {
				id: talkId,
				forceClose: boolean('Without NPS Bot', 'Whether to close without asking for a rating'),
			},
		}),
		get: operation({
			route: 'GET /api/v4/talks/{id}',
			label: 'Get',
			action: 'Get a talk',
			doc: 'Get one talk with its contact and its lead or customer',
			run: one,
			params: { id: talkId },
		}),
		getAll: operation({
			route: 'GET /api/v4/talks',
			label: 'Get Many',
			action: 'Get many talks',
			doc: 'Get the talks, newest first; Kommo documents it, amoCRM may not have it in every account',
			run: pages('talks'),
			params: {},
			filters: {
				contactId: idList('Contact IDs', 'Only talks with these contacts'),
				entityId: number('Entity ID', 'Only talks about this lead or customer'),
				entityType: options(
					'Entity Type',
					'Only talks about this kind of entity',
					[
						{ name: 'Customer', value: 'customer' },
						{ name: 'Lead', value: 'lead' },
					],
					'lead',
				),
				onlyInWork: boolean('Only Open', 'Whether to leave out closed talks'),
				talkId: idList('Talk IDs', 'Only these talks'),
			},
		}),
		getMessages: operation({
			route: 'GET /api/v4/talks/{id}/messages',
			label: 'Get Many Messages',
			action: 'Get many messages of a talk',
			doc: 'Get the messages of a talk; Kommo only, with the scope to list external messages',
			run: pages('messages'),
			params: { id: talkId },
			filters: {
				createdFrom: placed(
					dateTime('Created After', 'Only messages from this time on'),
					(from) => ({ created_at: { from } }),
				),
			},
		}),
		sendMessage: operation({
			route: 'POST /api/v4/talks/{id}/send_message',
			label: 'Send Message',
			action: 'Send a message to a talk',
			doc: 'Send a text to the contact of an open talk; Kommo only, with the scope to send external messages',
			run: one,
			params: { id: talkId, text: required(text('Text', 'Text of the message')) },
		}),
	},
});
