import type { Rights } from './rights';
import type { Customer } from './customer';

/** What the sandbox keeps. Names are those of API v4; times are unix seconds. */
export type EntityKind = 'leads' | 'contacts' | 'companies' | 'customers';

/** A value of several parts: a legal entity, an item of an invoice. */
export interface FieldObject {
	readonly [name: string]:
		| string
		| number
		| boolean
		| null
		| FieldObject
		| ReadonlyArray<FieldObject | string | number>;
}

export interface FieldValue {
	readonly value: string | number | boolean | FieldObject;
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

/** What to do with a lead in a status; at most one for each level. */
export interface StatusDescription {
	readonly id: number;
	readonly level: 'newbie' | 'candidate' | 'master';
	readonly description: string;
	readonly created_at: number;
	readonly updated_at: number;
	readonly created_by: number;
	readonly updated_by: number | null;
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
	/** Nothing in state files from before there were any. */
	readonly descriptions?: readonly StatusDescription[];
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
	/** What the client may set besides; amoCRM's defaults stand in `models/field.ts`. */
	readonly settings?: FieldSettings;
}

export interface FieldSettings {
	readonly group_id?: string | null;
	readonly is_api_only?: boolean;
	readonly is_deletable?: boolean;
	readonly is_required?: boolean;
	readonly is_visible?: boolean;
	readonly currency?: string | null;
	readonly remind?: string | null;
	readonly search_in?: string | number | null;
	readonly tracking_callback?: string | null;
	readonly required_statuses?: readonly StatusPlace[];
	readonly hidden_statuses?: readonly StatusPlace[];
	readonly chained_lists?: readonly ChainedList[];
	/** The tree of a category. */
	readonly nested?: readonly FieldBranch[];
}

export interface StatusPlace {
	readonly status_id: number;
	readonly pipeline_id: number;
}

export interface ChainedList {
	readonly title: string | null;
	readonly catalog_id: number;
	readonly parent_catalog_id: number | null;
}

export interface FieldBranch {
	readonly id: number;
	readonly parent_id: number | null;
	readonly value: string;
	readonly sort: number;
}

export interface FieldGroup {
	/** `default`, `statistic` or `leads_29741591099841`. */
	readonly id: string;
	readonly name: string;
	readonly is_predefined: boolean;
	readonly type: 'custom_field_group' | 'linked_group';
	readonly sort: number;
}

export interface User {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly is_admin: boolean;
	/** What was set through the API; without it everything is allowed. */
	readonly access?: UserAccess;
}

export interface UserAccess {
	readonly lang: string;
	readonly rights: Rights;
	readonly is_free: boolean;
	readonly is_active: boolean;
	readonly group_id: number | null;
	readonly role_id: number | null;
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

/** A chat of a channel that somebody gave to a contact. */
export interface ContactChat {
	readonly id: number;
	readonly chat_id: string;
	readonly contact_id: number;
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
	readonly company_id: number | null;
	readonly pipeline_id: number;
	readonly text: string;
	readonly metadata: Readonly<Record<string, unknown>>;
	readonly created_at: number;
}

export interface UnsortedDecision {
	readonly unsorted: Unsorted;
	readonly action: 'accept' | 'decline' | 'link';
	readonly decided_at: number;
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
