import type { Pool } from 'pg';
import { eventRows, type EventRow } from './eventRow';
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
	pool: Pool,
	deliveries: readonly [DeliveryRows, ...DeliveryRows[]],
	deadline: number,
): Promise<ReadonlyArray<readonly StoredEvent[]>> {
	const [{ queue, dedupeWindowSeconds }] = deliveries;
	const values = [
		queue,
		`[${deliveries.map(({ json }) => json).join(',')}]`,
		`${dedupeWindowSeconds} seconds`,
	];
	const client = await pool.connect();
	let problem: Error | undefined;
	try {
		const query = timedQuery(
			'select id::text, duplicate from amocrm_enqueue_events($1, $2, $3)',
			Math.max(leastMs, deadline - performance.now()),
			values,
		);
		const { rows } = await client.query<{ id: string; duplicate: boolean }>(query);
		let from = 0;
		return deliveries.map(({ count }) => {
			const own = rows.slice(from, (from += count));
			return own.map(({ id, duplicate }) => ({ eventId: id, duplicate }));
		});
	} catch (error) {
		problem = error instanceof Error ? error : new Error(String(error));
		throw error;
	} finally {
		// A connection whose answer did not come is closed: its answer would go to the next caller.
		client.release(problem);
	}
}

/** Stores one webhook call in a statement of its own. */
export async function enqueue(pool: Pool, delivery: Delivery): Promise<readonly StoredEvent[]> {
	const [stored = []] = await enqueueRows(
		pool,
		[deliveryRows(delivery)],
		performance.now() + deadlineMs,
	);
	return stored;
}
