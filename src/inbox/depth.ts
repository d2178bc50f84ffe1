import type { Pool } from 'pg';
import { timedQuery } from './timedQuery';

export interface InboxDepth {
	readonly queue: string;
	/** Pending or in a run. */
	readonly waiting: number;
	readonly dead: number;
	/** Age of the oldest event that is due and not done. */
	readonly lagSeconds: number;
}

const deadlineMs = 2_000;

/** How full the inbox is, by queue; reads the partial indexes of open and dead events only. */
export async function inboxDepth(pool: Pool): Promise<readonly InboxDepth[]> {
	const { rows } = await pool.query<InboxDepth>(
		timedQuery(
			'select queue, waiting::int, dead::int, lag_seconds::float as "lagSeconds" from amocrm_inbox_depth',
			deadlineMs,
		),
	);
	return rows;
}
