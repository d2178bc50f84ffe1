import type { FieldEntry } from './field';

/** Catalogs and what is in them. Names are those of API v4; times are unix seconds. */
export interface Catalog {
	readonly id: number;
	readonly name: string;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
	readonly sort: number;
	readonly type: 'regular' | 'invoices' | 'products' | 'suppliers';
	readonly can_add_elements: boolean;
	readonly can_show_in_cards: boolean;
	readonly can_link_multiple: boolean;
	readonly can_be_deleted: boolean;
	readonly sdk_widget_code: string | null;
}

export interface CatalogElement {
	readonly id: number;
	readonly catalog_id: number;
	readonly name: string;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
	readonly is_deleted: boolean;
	readonly fields: readonly FieldEntry[];
}

/** An element in the card of a lead, contact, company or customer. */
export interface ElementLink {
	readonly element_id: number;
	/** In the plural, as links name it. */
	readonly entity_type: string;
	readonly entity_id: number;
	readonly quantity: number;
	readonly price_id: number | null;
}

/** Maps are keyed by id. */
export interface CatalogData {
	readonly lists: Map<number, Catalog>;
	readonly elements: Map<number, CatalogElement>;
	links: readonly ElementLink[];
	/** Whether the account uses products. */
	isProductsEnabled: boolean;
}
