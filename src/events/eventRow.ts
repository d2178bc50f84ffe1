import type { ZodTypeAny } from 'zod';
import type { WireObject } from './types';

/** How sure a row is: seen on the wire, given in the vendor's documentation, or concluded. */
export type Evidence =
	| { readonly kind: 'capture' | 'docs'; readonly fixture: string }
	| { readonly kind: 'inferred'; readonly fixture?: string; readonly from: string };

export interface EventRow {
	/** `entity.action`: stored in people's workflows and databases, never renamed. */
	readonly event: string;
	readonly entity: string;
	/** Name in the editor. */
	readonly label: string;
	/** What `POST /api/v4/webhooks` is asked for; empty where amoCRM's API cannot subscribe to it. */
	readonly settings: readonly string[];
	/** For rows without settings: where a person turns it on. */
	readonly turnedOnIn?: string;
	/** Where the block stands in the body. */
	readonly paths: readonly string[];
	/** Tells apart events that share a path; the first row that agrees gets the block. */
	readonly when?: (block: WireObject, path: string) => boolean;
	/** The event this one is a special case of: who asked for that one gets this one too. */
	readonly refines?: string;
	/** The member that holds the id, `id` by default. */
	readonly idField?: string;
	/** Check of the normalised entity. */
	readonly schema: ZodTypeAny;
	readonly evidence: Evidence;
}
