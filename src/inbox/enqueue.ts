import type { Pool } from 'pg';
import { eventRows, type EventRow } from './eventRow';
import { sharedConnection, type SharedConnection } from './sharedConnection';
import { timedQuery } from './timedQuery';
import type { Delivery, StoredEvent } from './types';

/** amoCRM hangs up after 2 s; an answer of ours at 1.5 s still makes it send the call again. */
export const deadlineMs = 1_500;
const leastMs = 200;

/** The rows of one delivery, as `amocrm_enqueue_events` takes them. */
export interface DeliveryRows {
	readonly queue: string;
	readonly dedupeWindowSeconds: number;
	readonly count: number;
	/** JSON of the rows without the brackets around them, made once, when the call arrives. */
	readonly json: string;
}

export function deliveryRows(delivery: Delivery): DeliveryRows {
	const rows: readonly EventRow[] = eventRows(delivery);
	return {
		queue: delivery.queue,
		dedupeWindowSeconds: delivery.dedupeWindowSeconds,
		count: rows.length,
		json: rows.map((row) => JSON.stringify(row)).join(','),
	};
}

/**
 * Stores deliveries of one queue and window in one statement: when this resolves they are committed,
 * one list for each delivery, one result for each event in order. Rejects by `deadline` (of `performance.now()`)
 * when the database is down, blocked or slow.
 */
export async function enqueueRows(
	connection: SharedConnection,
	deliveries: readonly [DeliveryRows, ...DeliveryRows[]],
	deadline: number,
): Promise<ReadonlyArray<readonly StoredEvent[]>> {
	const [{ queue, dedupeWindowSeconds }] = deliveries;
	const values = [
		queue,
		`[${deliveries.map(({ json }) => json).join(',')}]`,
		`${dedupeWindowSeconds} seconds`,
	];
	const { rows } = await connection((client) =>
		client.query<{ id: string; duplicate: boolean }>(
			timedQuery(
				'select id::text, duplicate from amocrm_enqueue_events($1, $2, $3)',
				Math.max(leastMs, deadline - performance.now()),
				values,
			),
		),
	);
	let from = 0;
	return deliveries.map(({ count }) => {
		const own = rows.slice(from, (from += count));
		return own.map(({ id, duplicate }) => ({ eventId: id, duplicate }));
	});
}

/** Stores one webhook call in a statement of its own. */
export async function enqueue(pool: Pool, delivery: Delivery): Promise<readonly StoredEvent[]> {
	const [stored = []] = await enqueueRows(
		sharedConnection(pool),
		[deliveryRows(delivery)],
		performance.now() + deadlineMs,
	);
	return stored;
}
