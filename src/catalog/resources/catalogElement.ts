import { operation, resource } from '../define';
import {
	batchOptions,
	entityId,
	entityOfKind,
	modelParams,
	priceField,
	readOptions,
	search,
} from '../entityParams';
import type { Params } from '../param';
import { choice, idList, number, options, placed, required, text, withParts } from '../params';
import { batch, batchActs, one, pages } from '../runs';

const catalogId = required(choice('Catalog', 'getCatalogs'));

const parts = withParts({
	invoice_link: 'Invoice Link',
	supplier_field_values: 'Supplier Field Values',
});

const toEntityType = options(
	'Entity Type',
	'Kind of the entity at the other end of the link',
	[
		{ name: 'Company', value: 'companies' },
		{ name: 'Contact', value: 'contacts' },
		{ name: 'Customer', value: 'customers' },
		{ name: 'Lead', value: 'leads' },
	],
	'leads',
);

const linkParams = {
	catalogId,
	id: entityId('Element'),
	toEntityType: required(toEntityType),
	toEntityId: entityOfKind('Entity', 'The one at the other end of the link', 'toEntityType'),
};

const linkFields: Params = {
	priceId: placed(priceField, (price_id) => ({ metadata: { price_id } })),
	quantity: placed(number('Quantity', 'How many of the element; 1 if not set'), (quantity) => ({
		metadata: { quantity },
	})),
};

/** Links per request, as of all models. */
const mostLinks = 250;

export const catalogElement = resource({
	name: 'catalogElement',
	label: 'Catalog Element',
	doc: 'A product, an invoice or another row of a catalog',
	operations: {
		create: operation({
			route: 'POST /api/v4/catalogs/{catalogId}/elements',
			label: 'Create',
			action: 'Create a catalog element',
			doc: 'Create an element of a catalog from each item, many items in one request',
			run: batch('elements'),
			params: { catalogId, name: required(text('Name', 'Name of the element')), ...modelParams },
			options: batchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/catalogs/{catalogId}/elements/{id}',
			label: 'Get',
			action: 'Get a catalog element',
			doc: 'Get one element of a catalog by its ID',
			run: one,
			params: { catalogId, id: entityId('Element'), with: parts },
			options: readOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/catalogs/{catalogId}/elements',
			label: 'Get Many',
			action: 'Get many catalog elements',
			doc: 'Get elements of a catalog, found by text and IDs',
			run: pages('elements'),
			params: { catalogId, query: search, with: parts },
			filters: { id: idList('IDs', 'Only these elements') },
			options: readOptions,
		}),
		getLinks: operation({
			route: 'GET /api/v4/catalogs/{catalogId}/elements/{id}/links',
			label: 'Get Links',
			action: 'Get the links of a catalog element',
			doc: 'Get the leads, contacts, companies and customers that an element is linked to',
			run: pages('links'),
			params: { catalogId, id: entityId('Element') },
			filters: {
				toEntityId: number('Entity ID', 'Only the link to this entity; needs its type'),
				toEntityType,
			},
		}),
		link: operation({
			route: 'POST /api/v4/catalogs/{catalogId}/elements/{id}/link',
			label: 'Link',
			action: 'Link a catalog element',
			doc: 'Put an element into the card of a lead, contact, company or customer',
			run: batchActs(mostLinks),
			params: linkParams,
			fields: linkFields,
			options: batchOptions,
		}),
		unlink: operation({
			route: 'POST /api/v4/catalogs/{catalogId}/elements/{id}/unlink',
			label: 'Unlink',
			action: 'Unlink a catalog element',
			doc: 'Take an element out of the card of a lead, contact, company or customer',
			run: batchActs(mostLinks),
			params: linkParams,
			options: batchOptions,
		}),
		update: operation({
			route: 'PATCH /api/v4/catalogs/{catalogId}/elements',
			label: 'Update',
			action: 'Update a catalog element',
			doc: 'Update the element of each item, many items in one request',
			run: batch('elements', { single: 'PATCH /api/v4/catalogs/{catalogId}/elements/{id}' }),
			params: { catalogId, id: entityId('Element'), ...modelParams },
			fields: { name: text('Name', 'New name') },
			options: batchOptions,
		}),
	},
});
