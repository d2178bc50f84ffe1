import type { Pool } from 'pg';

/** Put into the harness's own statements, so that they are not counted. */
export const harness = '/* bench */';

/** Forgets what was counted. */
export async function resetStatements(pool: Pool): Promise<void> {
	await pool.query(`select pg_stat_statements_reset() ${harness}`);
}

/** Statements that clients sent to these databases since the reset; those inside functions are not counted. */
export async function countStatements(pool: Pool, databases: readonly string[]): Promise<number> {
	const { rows } = await pool.query<{ calls: number }>(
		`select coalesce(sum(calls), 0)::float8 as calls ${harness}
		from pg_stat_statements
		join pg_database on pg_database.oid = dbid
		where datname = any($1) and query not like '%' || $2 || '%'`,
		[databases, harness],
	);
	return rows[0]?.calls ?? 0;
}
