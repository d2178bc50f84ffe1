import type { Pool } from 'pg';
import { eventRows } from './eventRow';
import { storableText } from './storable';
import { timedQuery } from './timedQuery';
import type { Delivery, StoredEvent } from './types';

/** amoCRM hangs up after 2 s; an answer of ours at 1.5 s still makes it send the call again. */
const deadlineMs = 1_500;
const leastMs = 200;

/**
 * Stores one webhook call in one statement: when this resolves it is committed, one result for each
 * event in order. Rejects within `deadlineMs` when the database is down, blocked or slow.
 */
export async function enqueue(pool: Pool, delivery: Delivery): Promise<readonly StoredEvent[]> {
	const startedAt = Date.now();
	const values = [
		delivery.queue,
		JSON.stringify({ id: delivery.deliveryId === null ? null : storableText(delivery.deliveryId) }),
		JSON.stringify(eventRows(delivery)),
		`${delivery.dedupeWindowSeconds} seconds`,
	];
	const client = await pool.connect();
	let problem: Error | undefined;
	try {
		const query = timedQuery(
			'select id::text, duplicate from amocrm_enqueue_events($1, $2, $3, $4)',
			Math.max(leastMs, deadlineMs - (Date.now() - startedAt)),
			values,
		);
		const { rows } = await client.query<{ id: string; duplicate: boolean }>(query);
		return rows.map(({ id, duplicate }) => ({ eventId: id, duplicate }));
	} catch (error) {
		problem = error instanceof Error ? error : new Error(String(error));
		throw error;
	} finally {
		// A connection whose answer did not come is closed: its answer would go to the next caller.
		client.release(problem);
	}
}
