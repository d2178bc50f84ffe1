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
