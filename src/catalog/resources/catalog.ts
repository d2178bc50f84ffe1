import { batchOptions, entityId } from '../entityParams';
import { operation, resource } from '../define';
import type { Params } from '../param';
import { boolean, number, options, required, text } from '../params';
import { batch, one, pages } from '../runs';

const type = options(
	'Type',
	'What the elements of the catalog are; an account has at most one catalog of invoices and one of products',
	[
		{ name: 'Invoices', value: 'invoices' },
		{ name: 'Products', value: 'products' },
		{ name: 'Regular', value: 'regular' },
		{ name: 'Suppliers', value: 'suppliers' },
	],
	'regular',
);

const properties: Params = {
	canAddElements: boolean(
		'Can Add Elements',
		'Whether users may add elements from the card of a lead or customer',
	),
	canLinkMultiple: boolean(
		'Can Link Multiple',
		'Whether an element may be linked to several leads or customers',
	),
	canShowInCards: boolean('Can Show in Cards', 'Whether the catalog is a tab of every card'),
	sort: number('Sort', 'Position among the catalogs'),
};

export const catalog = resource({
	name: 'catalog',
	label: 'Catalog',
	doc: 'A list of elements: products, invoices or anything else; at most 10 in an account',
	operations: {
		create: operation({
			route: 'POST /api/v4/catalogs',
			label: 'Create',
			action: 'Create a catalog',
			doc: 'Create a catalog from each item, many items in one request',
			run: batch('catalogs'),
			params: { name: required(text('Name', 'Name of the catalog')) },
			fields: { ...properties, type },
			options: batchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/catalogs/{id}',
			label: 'Get',
			action: 'Get a catalog',
			doc: 'Get one catalog by its ID',
			run: one,
			params: { id: entityId('Catalog') },
		}),
		getAll: operation({
			route: 'GET /api/v4/catalogs',
			label: 'Get Many',
			action: 'Get many catalogs',
			doc: 'Get the catalogs of the account',
			run: pages('catalogs'),
			params: {},
			filters: { type },
		}),
		update: operation({
			route: 'PATCH /api/v4/catalogs',
			label: 'Update',
			action: 'Update a catalog',
			doc: 'Update the catalog of each item, many items in one request',
			run: batch('catalogs', { single: 'PATCH /api/v4/catalogs/{id}' }),
			params: { id: entityId('Catalog') },
			fields: { ...properties, name: text('Name', 'New name') },
			options: batchOptions,
		}),
	},
});
