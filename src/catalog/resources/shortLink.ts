import { operation, resource } from '../define';
import { batchOptions, entityId } from '../entityParams';
import { placed, required, text } from '../params';
import { batch } from '../runs';

export const shortLink = resource({
	name: 'shortLink',
	label: 'Short Link',
	doc: 'Short addresses that tell amoCRM which contact followed them',
	operations: {
		create: operation({
			route: 'POST /api/v4/short_links',
			label: 'Create',
			action: 'Create a short link',
			doc: 'Create a short link for the contact of each item, up to 250 of them with one request',
			run: batch('short_links'),
			params: {
				url: required(text('URL', 'Address that the link leads to', 'e.g. https://example.com')),
				contactId: placed({ ...entityId('Contact'), doc: 'Who gets the link' }, (contact) => ({
					metadata: { entity_type: 'contacts', entity_id: contact },
				})),
			},
			options: batchOptions,
		}),
	},
});
