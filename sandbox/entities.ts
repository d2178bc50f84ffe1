import type { Customer } from './customer';

/** What the sandbox keeps. Names are those of API v4; times are unix seconds. */
export type EntityKind = 'leads' | 'contacts' | 'companies' | 'customers';

export interface FieldValue {
	readonly value: string | number | boolean;
	readonly enum_id?: number;
	readonly enum_code?: string | null;
	readonly subtype?: string;
}

export interface FieldEntry {
	readonly field_id: number;
	readonly values: readonly FieldValue[];
}

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

export interface Status {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	readonly is_editable: boolean;
	readonly pipeline_id: number;
	readonly color: string;
	/** 1 is the stage of incoming leads, 0 every other. */
	readonly type: 0 | 1;
}

export interface Pipeline {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	readonly is_main: boolean;
	readonly is_unsorted_on: boolean;
	readonly is_archive: boolean;
	readonly statuses: readonly Status[];
}

export interface LossReason {
	readonly id: number;
	readonly name: string;
	readonly sort: number;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface FieldEnum {
	readonly id: number;
	readonly value: string;
	readonly sort: number;
	readonly code?: string;
}

export interface Field {
	readonly id: number;
	readonly name: string;
	readonly code: string | null;
	readonly type: string;
	readonly sort: number;
	readonly is_predefined: boolean;
	readonly enums: readonly FieldEnum[] | null;
}

export interface User {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly is_admin: boolean;
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

export interface Talk {
	readonly talk_id: number;
	readonly contact_id: number;
	readonly chat_id: string;
	readonly entity_id: number | null;
	readonly rate: number;
	readonly is_in_work: boolean;
	readonly is_read: boolean;
	readonly origin: string;
	readonly created_at: number;
	readonly updated_at: number;
}

export interface Message {
	readonly id: string;
	readonly talk_id: number;
	readonly type: 'incoming' | 'outgoing';
	readonly text: string;
	readonly author_id: string;
	readonly author_name: string;
	readonly created_at: number;
}

export interface Unsorted {
	readonly uid: string;
	readonly category: 'forms' | 'chats' | 'sip';
	readonly source_name: string;
	readonly source_uid: string;
	readonly lead_id: number;
	readonly contact_id: number | null;
	readonly pipeline_id: number;
	readonly text: string;
	readonly created_at: number;
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
