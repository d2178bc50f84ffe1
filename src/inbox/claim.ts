import type { Pool } from 'pg';
import type { AmoEvent, FieldChange } from '../events/types';
import type { ClaimedEvent } from './types';

export interface ClaimOptions {
	readonly queue: string;
	readonly limit: number;
	/** A new UUID for each claim: it names the run. */
	readonly lease: string;
	readonly leaseSeconds: number;
	readonly maxAttempts: number;
	/** Look for one event that failed before first, then for a batch of fresh ones; or the other way round. */
	readonly preferSolo: boolean;
}

interface Row {
	readonly id: string;
	readonly ts: Date;
	readonly event_type: string;
	readonly entity_type: string;
	readonly amocrm_entity_id: string | null;
	readonly account_id: string | null;
	readonly occurred_at: Date | null;
	readonly changes: Readonly<Record<string, FieldChange>>;
	readonly parent_type: string | null;
	readonly parent_id: string | null;
	readonly changed_by: string | null;
	readonly payload: Readonly<Record<string, unknown>>;
	readonly delivery_id: string | null;
	readonly attempts: number;
	readonly solo: boolean;
}

/** amoCRM's ids are numbers, but for UUIDs and the like. */
const idOf = (text: string): number | string =>
	/^(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));

const eventOf = (row: Row): AmoEvent => ({
	event: row.event_type,
	entity: row.entity_type,
	id: row.amocrm_entity_id === null ? null : idOf(row.amocrm_entity_id),
	accountId: numberOf(row.account_id),
	occurredAt: row.occurred_at?.toISOString() ?? null,
	changes: row.changes,
	parent:
		row.parent_type === null || row.parent_id === null
			? null
			: { entity: row.parent_type, id: idOf(row.parent_id) },
	changedBy: numberOf(row.changed_by),
	data: row.payload,
});

/** Takes due events for one run, in the order of arrival; empty when nothing can be done now. */
export async function claim(pool: Pool, options: ClaimOptions): Promise<readonly ClaimedEvent[]> {
	const { queue, limit, lease, leaseSeconds, maxAttempts, preferSolo } = options;
	const { rows } = await pool.query<Row>(
		'select * from amocrm_claim_events($1, $2, $3, $4, $5, $6)',
		[queue, limit, lease, leaseSeconds, maxAttempts, preferSolo],
	);
	return rows.map((row) => ({
		event: eventOf(row),
		deliveryId: row.delivery_id,
		eventId: row.id,
		receivedAt: row.ts.toISOString(),
		attempts: row.attempts,
		solo: row.solo,
	}));
}
