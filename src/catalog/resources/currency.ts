import { operation, resource } from '../define';
import { pages } from '../runs';

export const currency = resource({
	name: 'currency',
	label: 'Currency',
	doc: 'The currencies that fields and products can have',
	operations: {
		getAll: operation({
			route: 'GET /api/v4/currencies',
			label: 'Get Many',
			action: 'Get many currencies',
			doc: 'Get the codes of the currencies',
			run: pages('currencies'),
			params: {},
		}),
	},
});
