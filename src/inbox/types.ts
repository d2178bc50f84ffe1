import type { AmoEvent } from '../events/types';

/** An event on its way into the inbox. */
export interface NewEvent {
	readonly event: AmoEvent;
	/** SHA-256 (hex) of what makes two events the same one: `eventIdentity` of `src/events`. */
	readonly identity: string;
	/** Why the workflow does not want it: then it is kept for analysts and not handed out. Null if it does. */
	readonly skipReason: string | null;
}

/** One webhook call. */
export interface Delivery {
	/** Whose events these are: one queue for each trigger node. */
	readonly queue: string;
	readonly deliveryId: string | null;
	readonly events: readonly NewEvent[];
	/** What the decoder or the schema check found odd; kept in the events' metadata. */
	readonly problems: readonly string[];
	/** Kept as it came when there is no event in it or anything in it is odd. */
	readonly rawBody: Buffer;
	/** A repeat within this time is counted on the first event; later it is a new one. */
	readonly dedupeWindowSeconds: number;
}

export interface StoredEvent {
	readonly eventId: string;
	readonly duplicate: boolean;
}

/** An event taken out of the inbox for one run. */
export interface ClaimedEvent {
	readonly event: AmoEvent;
	readonly deliveryId: string | null;
	/** The row's id as text: a bigint does not fit into a JavaScript number. */
	readonly eventId: string;
	/** When it was stored (ISO 8601, UTC). */
	readonly receivedAt: string;
	/** This run included. */
	readonly attempts: number;
	/** It failed before and is therefore alone in its batch. */
	readonly solo: boolean;
}

/** What n8n's logger and `console` have in common. */
export interface Log {
	debug(message: string): void;
	info(message: string): void;
	warn(message: string): void;
	error(message: string): void;
}
