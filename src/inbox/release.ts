import type { Pool } from 'pg';

/** Gives a run's events back as if they had never been claimed; returns how many. */
export async function release(pool: Pool, lease: string): Promise<number> {
	const { rows } = await pool.query<{ count: number }>(
		'select amocrm_release_events($1) as count',
		[lease],
	);
	return rows[0]?.count ?? 0;
}
