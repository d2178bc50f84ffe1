import { operation, resource } from '../define';
import { entityOfKind } from '../entityParams';
import { options } from '../params';
import { pages } from '../runs';

export const subscription = resource({
	name: 'subscription',
	label: 'Subscription',
	doc: 'Who follows the chat of a lead or a customer',
	operations: {
		getAll: operation({
			route: 'GET /api/v4/{entityType}/{entityId}/subscriptions',
			label: 'Get Many',
			action: 'Get many subscriptions of an entity',
			doc: 'Get the users and groups who follow a lead or a customer',
			run: pages('subscriptions'),
			params: {
				entityType: options(
					'Entity Type',
					'Kind of the entity',
					[
						{ name: 'Customers', value: 'customers' },
						{ name: 'Leads', value: 'leads' },
					],
					'leads',
				),
				entityId: entityOfKind('Entity', 'The lead or customer'),
			},
		}),
	},
});
