import type { Pool, PoolClient } from 'pg';

/** A row of the view amocrm_backfill_progress. */
export interface Progress {
	readonly id: string;
	readonly state: 'open' | 'done' | 'stopped' | 'cancelled';
	readonly by_time: 'created_at' | 'updated_at';
	readonly from_time: Date | null;
	readonly until_time: Date | null;
	readonly pipeline_id: string | null;
	readonly leads: number;
	readonly contacts: number;
	readonly companies: number;
	readonly requests: number;
	readonly most_requests: number;
	readonly read_until: Date | null;
	readonly share_of_time: number;
	readonly is_running: boolean;
	readonly waits_until: Date | null;
	readonly last_error: string | null;
	readonly opened_at: Date;
	readonly finished_at: Date | null;
}

const columns = `id::text, state, by_time, from_time, until_time, pipeline_id::text, leads, contacts,
	companies, requests, most_requests, read_until, share_of_time::float, is_running, waits_until,
	last_error, opened_at, finished_at`;

/** The newest imports first; only the one with `id` where it is given. */
export async function readProgress(
	database: Pool | PoolClient,
	{ id = null, limit = 10 }: { readonly id?: string | null; readonly limit?: number } = {},
): Promise<readonly Progress[]> {
	const { rows } = await database.query<Progress>(
		`select ${columns} from amocrm_backfill_progress as progress
		where $1::bigint is null or progress.id = $1
		order by progress.id desc limit $2`,
		[id, limit],
	);
	return rows;
}

/** The import that a person means who names none: the newest one that is open, else that stopped. */
export async function unfinishedId(database: Pool | PoolClient): Promise<string | null> {
	const { rows } = await database.query<{ id: string }>(
		`select backfill.id::text from amocrm_backfills as backfill where state in ('open', 'stopped')
		order by state = 'open' desc, backfill.id desc limit 1`,
	);
	return rows[0]?.id ?? null;
}
