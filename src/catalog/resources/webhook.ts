import { operation, resource } from '../define';
import { list, number, required, text } from '../params';
import { deletes, one, pages } from '../runs';

const destination = text(
	'URL',
	'Address that amoCRM calls; it also names the webhook',
	'e.g. https://n8n.example.com/webhook/amocrm',
);

export const webhook = resource({
	name: 'webhook',
	label: 'Webhook',
	doc: 'Subscriptions to changes; the AmoCRM Trigger makes its own',
	operations: {
		create: operation({
			route: 'POST /api/v4/webhooks',
			label: 'Create',
			action: 'Create a webhook',
			doc: 'Subscribe a URL to events; an existing webhook of the same URL gets the new events instead of its own',
			run: one,
			params: {
				destination: required(destination),
				settings: required(
					list('Events', 'Codes of the events, comma-separated', 'e.g. add_lead, status_lead'),
				),
			},
			fields: { sort: number('Sort', 'Position in the list of webhooks') },
		}),
		delete: operation({
			route: 'DELETE /api/v4/webhooks',
			label: 'Delete',
			action: 'Delete a webhook',
			doc: 'Remove the webhook of a URL',
			run: deletes,
			params: { destination: required(destination) },
		}),
		getAll: operation({
			route: 'GET /api/v4/webhooks',
			label: 'Get Many',
			action: 'Get many webhooks',
			doc: 'Get the webhooks of the account, with those that amoCRM has switched off',
			run: pages('webhooks'),
			params: {},
			filters: { destination },
		}),
	},
});
