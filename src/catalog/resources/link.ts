import { operation, resource } from '../define';
import { batchOptions, entityOfKind, entityType, priceField } from '../entityParams';
import type { Param, Params } from '../param';
import { boolean, choice, idList, number, options, placed, required } from '../params';
import { batchActs, pages } from '../runs';

/** amoCRM's most links per request. */
const most = 250;

const fromType = entityType('Kind of the entity that the links begin at');
const fromId = entityOfKind('Entity', 'The one that the links begin at');

const toType = options(
	'To Entity Type',
	'Kind of the entity at the other end; a contact is linked to a lead from the side of the lead',
	[
		{ name: 'Catalog Elements', value: 'catalog_elements' },
		{ name: 'Companies', value: 'companies' },
		{ name: 'Contacts', value: 'contacts' },
		{ name: 'Customers', value: 'customers' },
		{ name: 'Leads', value: 'leads' },
	],
	'contacts',
);

const ends = {
	entityType: fromType,
	entityId: fromId,
	toEntityType: toType,
	toEntityId: entityOfKind('To Entity', 'The one at the other end', 'toEntityType'),
} satisfies Params;

const inMetadata = (name: string, param: Param): Param =>
	placed(param, (value) => ({ metadata: { [name]: value } }));

const catalogId = inMetadata('catalog_id', {
	...choice('Catalog', 'getCatalogs'),
	doc: 'Catalog of the element; amoCRM needs it for catalog elements',
});

const filters: Params = {
	toCatalogId: {
		...choice('To Catalog', 'getCatalogs'),
		doc: 'Only links to elements of this catalog',
	},
	toEntityId: entityOfKind(
		'To Entity',
		'Only the link to this one; needs the type, too',
		'toEntityType',
	),
	toEntityType: toType,
};

export const link = resource({
	name: 'link',
	label: 'Link',
	doc: 'What belongs together: contacts and companies of leads, elements of catalogs',
	operations: {
		getAll: operation({
			route: 'GET /api/v4/{entityType}/{entityId}/links',
			label: 'Get Many',
			action: 'Get the links of an entity',
			doc: 'Get all that one entity is linked to',
			run: pages('links'),
			params: { entityType: fromType, entityId: fromId },
			filters,
		}),
		getAllOfEntities: operation({
			route: 'GET /api/v4/{entityType}/links',
			label: 'Get Many of Entities',
			action: 'Get the links of several entities',
			doc: 'Get all that several entities of a kind are linked to, with one request',
			run: pages('links'),
			params: {
				entityType: fromType,
				entityIds: placed(
					required(idList('Entity IDs', 'IDs of the entities that the links begin at')),
					(entity_id) => ({ filter: { entity_id } }),
				),
			},
			filters,
		}),
		link: operation({
			route: 'POST /api/v4/{entityType}/link',
			label: 'Link',
			action: 'Link two entities',
			doc: 'Link the two entities of each item, many items in one request',
			run: batchActs(most, 'POST /api/v4/{entityType}/{entityId}/link'),
			params: ends,
			fields: {
				catalogId,
				isMain: inMetadata(
					'is_main',
					boolean('Main Contact', 'Whether the contact becomes the main one of the lead'),
				),
				priceId: inMetadata('price_id', priceField),
				quantity: inMetadata('quantity', number('Quantity', 'How much of the catalog element')),
			},
			options: batchOptions,
		}),
		unlink: operation({
			route: 'POST /api/v4/{entityType}/unlink',
			label: 'Unlink',
			action: 'Unlink two entities',
			doc: 'Take the link of each item away, many items in one request',
			run: batchActs(most, 'POST /api/v4/{entityType}/{entityId}/unlink'),
			params: ends,
			fields: { catalogId },
			options: batchOptions,
		}),
	},
});
