import type { Customer } from './customer';
import type { FieldEntry } from './field';

/** What the sandbox keeps. Names are those of API v4; times are unix seconds. */
export type EntityKind = 'leads' | 'contacts' | 'companies' | 'customers';

export interface Entity {
	readonly id: number;
	readonly name: string;
	readonly responsible_user_id: number;
	readonly group_id: number;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
	readonly closest_task_at: number | null;
	readonly is_deleted: boolean;
	readonly fields: readonly FieldEntry[];
	/** Ids; the names are in `Data.tags`. */
	readonly tags: readonly number[];
}

export interface LeadContact {
	readonly id: number;
	readonly is_main: boolean;
}

export interface Lead extends Entity {
	readonly price: number;
	readonly status_id: number;
	readonly pipeline_id: number;
	readonly loss_reason_id: number | null;
	readonly source_id: number | null;
	readonly closed_at: number | null;
	readonly score: number | null;
	readonly labor_cost: number | null;
	readonly contacts: readonly LeadContact[];
	readonly company_id: number | null;
}

export interface Contact extends Entity {
	readonly first_name: string;
	readonly last_name: string;
	readonly is_unsorted: boolean;
	readonly company_id: number | null;
}

export type Company = Entity;

export interface EntityOf {
	readonly leads: Lead;
	readonly contacts: Contact;
	readonly companies: Company;
	readonly customers: Customer;
}

export type AnyEntity = Lead | Contact | Company | Customer;

export interface Tag {
	readonly id: number;
	readonly name: string;
	readonly color: string | null;
}

export interface Note {
	readonly id: number;
	readonly entity_kind: EntityKind;
	readonly entity_id: number;
	readonly note_type: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly is_pinned: boolean;
	readonly responsible_user_id: number;
	readonly group_id: number;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface Task {
	readonly id: number;
	/** Null, like `entity_id`, for a task that belongs to nothing. */
	readonly entity_kind: EntityKind | null;
	readonly entity_id: number | null;
	readonly group_id: number;
	readonly task_type_id: number;
	/** Seconds. */
	readonly duration: number;
	readonly text: string;
	readonly is_completed: boolean;
	readonly result: string | null;
	readonly complete_till: number;
	readonly responsible_user_id: number;
	readonly created_by: number;
	readonly updated_by: number;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface Subscription {
	readonly id: number;
	readonly destination: string;
	readonly created_at: number;
	readonly updated_at: number;
	readonly created_by: number;
	readonly sort: number;
	readonly disabled: boolean;
	readonly settings: readonly string[];
}
