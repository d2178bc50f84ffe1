import type { PoolClient } from 'pg';
import type { Query } from '../client/types';

/** What an import does next: ask (path), wait and start again (waitSeconds), or nothing more (neither). */
export interface Step {
	readonly path: string | null;
	readonly query: Query | null;
	readonly waitSeconds: number | null;
}

/** The tries that one request took; each counts against amoCRM's limits. */
export interface Tries {
	readonly requests: number;
	/** Of these: answered 429. */
	readonly limited: number;
}

export interface Steps {
	/** Null when no import is open or another run works on it. */
	start(): Promise<Step | null>;
	/** Stores an answer with its position, in one transaction. */
	continue(
		answer: { readonly status: number; readonly body: unknown } & Tries,
	): Promise<Step | null>;
	pause(error: string, facts: Tries & { readonly retryAfter: number | null }): Promise<Step | null>;
}

const columns = 'path, query, wait_seconds as "waitSeconds"';

/** The SQL functions that the workflow calls too; all on one connection, which holds the run's lock. */
export function createSteps(client: PoolClient, run: string): Steps {
	const first = async (statement: string, values: readonly unknown[]): Promise<Step | null> =>
		(await client.query<Step>(statement, [...values])).rows[0] ?? null;
	return {
		start: () =>
			first(`select ${columns} from amocrm_start_backfill($1, $2)`, [
				run,
				JSON.stringify({ waits: true, maxRequestsPerRun: 100_000 }),
			]),
		continue: (answer) =>
			first(`select ${columns} from amocrm_continue_backfill($1, $2)`, [
				run,
				JSON.stringify(answer),
			]),
		pause: (error, facts) =>
			first(`select ${columns} from amocrm_pause_backfill($1, $2, $3)`, [
				run,
				error,
				JSON.stringify(facts),
			]),
	};
}

/**
 * Ours until the connection ends, also by kill -9: whoever comes then need not wait for the lease.
 * False when another process works on an import.
 */
export async function takeTurn(client: PoolClient): Promise<boolean> {
	const { rows } = await client.query<{ taken: boolean }>(
		`select pg_try_advisory_lock(hashtextextended('amocrm_backfill', 0)) as taken`,
	);
	return rows[0]?.taken === true;
}
