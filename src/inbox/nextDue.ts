import type { Pool } from 'pg';

/** Milliseconds until something can be claimed, by the database's clock; null when nothing is open. */
export async function nextDue(pool: Pool, queue: string): Promise<number | null> {
	const { rows } = await pool.query<{ milliseconds: number | null }>(
		`select (extract(epoch from amocrm_next_due($1) - clock_timestamp()) * 1000)::double precision
		 as milliseconds`,
		[queue],
	);
	return rows[0]?.milliseconds ?? null;
}
