import type { Pool } from 'pg';

/** Keeps a run's events for `leaseSeconds` from now; returns how many the run still has. */
export async function extendLease(
	pool: Pool,
	lease: string,
	leaseSeconds: number,
): Promise<number> {
	const { rows } = await pool.query<{ count: number }>(
		'select amocrm_extend_lease($1, $2) as count',
		[lease, leaseSeconds],
	);
	return rows[0]?.count ?? 0;
}
