import type { Entity, LeadContact } from './entities';
import type { FieldEntry } from './field';

export type CustomersMode = 'segments' | 'periodicity';

/** What the account has switched on; with `isEnabled` false the mode says what it was. */
export interface CustomersSetting {
	readonly mode: CustomersMode;
	readonly isEnabled: boolean;
}

export interface Customer extends Entity {
	readonly next_price: number;
	readonly next_date: number | null;
	readonly status_id: number;
	readonly periodicity: number;
	readonly ltv: number;
	readonly purchases_count: number;
	readonly bonus_points: number;
	readonly segments: readonly number[];
	readonly contacts: readonly LeadContact[];
	readonly elements: readonly LinkedElement[];
	readonly company_id: number | null;
}

export interface CustomerStatus {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	/** The account's own, which nobody can delete. */
	readonly is_default: boolean;
	readonly color: string;
	/** 0 ordinary, 1 purchase expected, 2 not bought, 3 closed, 4 bought recently. */
	readonly type: 0 | 1 | 2 | 3 | 4;
}

export interface Segment {
	readonly id: number;
	readonly name: string;
	/** Six hexadecimal digits, without `#`. */
	readonly color: string;
	readonly available_products_price_types: readonly number[];
	readonly fields: readonly FieldEntry[];
	readonly created_at: number;
	readonly updated_at: number;
}

export interface Transaction {
	readonly id: number;
	readonly customer_id: number;
	readonly price: number;
	readonly comment: string | null;
	readonly catalog_elements: readonly LinkedElement[];
	readonly completed_at: number;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface LinkedElement {
	readonly id: number;
	readonly metadata: { readonly catalog_id: number; readonly quantity: number };
}
