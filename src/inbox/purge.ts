import type { Pool } from 'pg';

/** Small enough to finish well within the statement timeout and to hold no lock for long. */
const chunk = 1_000;

/** Removes what was processed or skipped more than `days` ago, in chunks; returns how many. */
export async function purge(
	pool: Pool,
	queue: string,
	days: number,
	signal: AbortSignal = new AbortController().signal,
): Promise<number> {
	let total = 0;
	while (!signal.aborted) {
		const { rows } = await pool.query<{ count: number }>(
			'select amocrm_purge_events($1, make_interval(secs => $2::double precision), $3) as count',
			[queue, days * 86_400, chunk],
		);
		const count = rows[0]?.count ?? 0;
		total += count;
		if (count < chunk) break;
	}
	return total;
}
