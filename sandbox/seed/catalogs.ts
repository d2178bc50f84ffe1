import type { Catalog, CatalogData, CatalogElement } from '../catalogs';
import { personUserId } from './users';

const seededAt = 1_748_250_000;
const authorship = {
	created_by: personUserId,
	updated_by: personUserId,
	created_at: seededAt,
	updated_at: seededAt,
};

const catalog = (
	id: number,
	name: string,
	sort: number,
	type: Catalog['type'],
	can_be_deleted: boolean,
): Catalog => ({
	id,
	name,
	...authorship,
	sort,
	type,
	can_add_elements: true,
	can_show_in_cards: type === 'products',
	can_link_multiple: true,
	can_be_deleted,
	sdk_widget_code: null,
});

export const productsCatalog = catalog(4521, 'Товары', 10, 'products', false);
export const regularCatalog = catalog(4589, 'Склады', 20, 'regular', true);

const element = (id: number, name: string, sku: string, price: string): CatalogElement => ({
	id,
	catalog_id: productsCatalog.id,
	name,
	...authorship,
	is_deleted: false,
	fields: [
		{ field_id: 271_207, values: [{ value: sku }] },
		{ field_id: 271_211, values: [{ value: price }] },
		{ field_id: 271_217, values: [{ value: 'Станки', enum_id: 271_213 }] },
	],
});

export const elements: readonly CatalogElement[] = [
	element(525_439, 'Станок 16К20', 'ST-16K20', '1200000'),
	element(525_441, 'Патрон 250 мм', 'PT-250', '45000'),
];

const byId = <T extends { readonly id: number }>(all: readonly T[]): Map<number, T> =>
	new Map(all.map((one) => [one.id, one]));

export const newCatalogs = (): CatalogData => ({
	lists: byId([productsCatalog, regularCatalog]),
	elements: byId(elements),
	links: [],
	isProductsEnabled: true,
});
