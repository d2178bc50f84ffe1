import { operation, resource } from '../define';
import { boolean, choice, id, list, placed, required, withParts } from '../params';
import { acts, one, pages } from '../runs';

const parts = withParts({ deleted: 'Deleted Ones', scripts: 'Scripts' });
const sourceId = id('Source ID', 'ID of the source that the button belongs to');
const websites = (doc: string) => list('Trusted Websites', doc, 'e.g. example.com, shop.example');

export const websiteButton = resource({
	name: 'websiteButton',
	label: 'Website Button',
	doc: 'The CRM plugin: a button on websites that brings leads',
	operations: {
		addOnlineChat: operation({
			route: 'POST /api/v4/website_buttons/{sourceId}/online_chat',
			label: 'Add Online Chat',
			action: 'Add an online chat to a website button',
			doc: 'Connect the online chat of the pipeline to a button; amoCRM does it after its answer',
			run: acts,
			params: { sourceId },
		}),
		create: operation({
			route: 'POST /api/v4/website_buttons',
			label: 'Create',
			action: 'Create a website button',
			doc: 'Create the source of a button; amoCRM prepares the button itself after its answer',
			run: one,
			params: {
				pipelineId: required(choice('Pipeline', 'getPipelines')),
				trustedWebsites: websites('Up to 10 domains where the button loads'),
			},
			fields: {
				isUsedInApp: boolean(
					'Used in App',
					'Whether the button is for an app and needs no trusted websites',
				),
			},
		}),
		get: operation({
			route: 'GET /api/v4/website_buttons/{sourceId}',
			label: 'Get',
			action: 'Get a website button',
			doc: 'Get the button of a source',
			run: one,
			params: { sourceId, with: parts },
		}),
		getAll: operation({
			route: 'GET /api/v4/website_buttons',
			label: 'Get Many',
			action: 'Get many website buttons',
			doc: 'Get the buttons of the account',
			run: pages('website_buttons'),
			params: { with: parts },
		}),
		update: operation({
			route: 'PATCH /api/v4/website_buttons/{sourceId}',
			label: 'Update',
			action: 'Update a website button',
			doc: 'Add trusted websites to a button that has one already',
			run: one,
			params: {
				sourceId,
				trustedWebsitesToAdd: placed(required(websites('Domains that are added')), (add) => ({
					trusted_websites: { add },
				})),
			},
		}),
	},
});
