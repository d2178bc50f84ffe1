/** One change in amoCRM, as the rest of the project knows it. The catalogue (`catalog.ts`) says which exist. */
export interface AmoEvent {
	/** Name from the event catalogue, e.g. `lead.status`; `root.action` for roots the catalogue does not list. */
	readonly event: string;
	/** What changed: `lead`, `contact`, `company`, `note`, `message`, … */
	readonly entity: string;
	/** amoCRM's id: a number, or a string where amoCRM uses UUIDs; null where the body has none. */
	readonly id: number | string | null;
	/** The account of the body, or the credential's where the body has no account block; null if neither is known. */
	readonly accountId: number | null;
	/** When amoCRM says it happened (ISO 8601, UTC); null where the body carries no time (deletes). */
	readonly occurredAt: string | null;
	/** What the body says changed: `{status_id: {from, to}}`. Empty where it says nothing. */
	readonly changes: Readonly<Record<string, FieldChange>>;
	/** The entity this one hangs on: a note's lead, a task's contact, a message's lead. */
	readonly parent: EntityRef | null;
	/** The user who made the change (0 is a robot or an integration), null where the body does not say. */
	readonly changedBy: number | null;
	/** The entity with numbers as numbers, dates as ISO strings and custom fields in API v4 shape. */
	readonly data: Readonly<Record<string, unknown>>;
}

export interface FieldChange {
	readonly from: unknown;
	readonly to: unknown;
}

export interface EntityRef {
	readonly entity: string;
	readonly id: number | string;
}

/** What a decoded body is made of: PHP's nested arrays, every leaf a string. */
export type WireValue = string | WireValue[] | { [key: string]: WireValue };
export type WireObject = { [key: string]: WireValue };
