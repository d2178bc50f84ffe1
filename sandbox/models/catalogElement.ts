import type { CatalogElement, ElementLink } from '../catalogs';
import type { Data } from '../data';
import { customFieldsValues } from './customFields';
import type { Linker } from './entity';

export const elementModel = (data: Data, element: CatalogElement, link: Linker) => ({
	id: element.id,
	name: element.name,
	created_by: element.created_by,
	updated_by: element.updated_by,
	created_at: element.created_at,
	updated_at: element.updated_at,
	is_deleted: element.is_deleted,
	custom_fields_values: customFieldsValues(data, `catalogs/${element.catalog_id}`, element.fields),
	catalog_id: element.catalog_id,
	account_id: data.account.id,
	_links: link(`catalogs/${element.catalog_id}/elements/${element.id}`),
});

/** Where the customer pays; only an invoice has one. */
export const invoiceLink = (data: Data, { id, catalog_id }: CatalogElement): string | null =>
	data.catalogs.lists.get(catalog_id)?.type === 'invoices'
		? `https://pay.example.com/${id.toString(36)}`
		: null;

const catalogOf = (data: Data, { element_id }: ElementLink): number | undefined =>
	data.catalogs.elements.get(element_id)?.catalog_id;

const metadata = (data: Data, link: ElementLink) => ({
	quantity: link.quantity,
	catalog_id: catalogOf(data, link),
	...(link.price_id === null ? {} : { price_id: link.price_id }),
});

/** A link, seen from the element. */
export const elementLinkModel = (data: Data, link: ElementLink) => ({
	to_entity_id: link.entity_id,
	to_entity_type: link.entity_type,
	metadata: metadata(data, link),
});

/** `_embedded.catalog_elements` of the entity at the other end. */
export const linkedElements = (data: Data, entityType: string, entityId: number) =>
	data.catalogs.links
		.filter(({ entity_type, entity_id }) => entity_type === entityType && entity_id === entityId)
		.map((link) => ({ id: link.element_id, metadata: metadata(data, link) }));
