import type { Pool } from 'pg';

/** Marks a run's events as processed; returns how many the run still had. */
export async function complete(
	pool: Pool,
	eventIds: readonly string[],
	lease: string,
): Promise<number> {
	const { rows } = await pool.query<{ count: number }>(
		'select amocrm_complete_events($1, $2) as count',
		[eventIds, lease],
	);
	return rows[0]?.count ?? 0;
}
