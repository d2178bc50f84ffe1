import { operation, resource } from '../define';
import { boolean } from '../params';
import { one } from '../runs';

export const productSettings = resource({
	name: 'productSettings',
	label: 'Product Settings',
	doc: 'Whether the account uses products',
	operations: {
		get: operation({
			route: 'GET /api/v4/catalogs/products/settings',
			label: 'Get',
			action: 'Get the product settings',
			doc: 'Get whether the account uses products',
			run: one,
			params: {},
		}),
		update: operation({
			route: 'PATCH /api/v4/catalogs/products/settings',
			label: 'Update',
			action: 'Update the product settings',
			doc: 'Switch products on or off for the whole account',
			run: one,
			params: {
				isEnabled: boolean('Enabled', 'Whether the account uses products'),
			},
		}),
	},
});
