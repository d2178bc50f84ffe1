import type { Pool } from 'pg';

/** Lets dead events start again; returns the ids of those that were dead and hold an event. */
export async function replay(pool: Pool, eventIds: readonly string[]): Promise<readonly string[]> {
	const { rows } = await pool.query<{ id: string }>(
		'select id::text from amocrm_replay_events($1) as id',
		[eventIds],
	);
	return rows.map(({ id }) => id);
}
