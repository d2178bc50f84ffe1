import type { Pool } from 'pg';
import { storableText } from '../storable';

export interface FailOptions {
	readonly lease: string;
	readonly error: string;
	readonly maxAttempts: number;
	/** Pause after the first failure; doubled with each, an hour at most. */
	readonly retrySeconds: number;
}

export interface FailedEvent {
	readonly eventId: string;
	readonly status: 'pending' | 'dead';
}

const longestError = 4_000;

/** Gives back what a failed run has not completed: to be retried, or dead after the last attempt. */
export async function fail(pool: Pool, options: FailOptions): Promise<readonly FailedEvent[]> {
	const { lease, error, maxAttempts, retrySeconds } = options;
	const { rows } = await pool.query<FailedEvent>(
		'select id::text as "eventId", status from amocrm_fail_events($1, $2, $3, $4)',
		[lease, storableText(error).slice(0, longestError), maxAttempts, retrySeconds],
	);
	return rows;
}
