import type { QueryConfig } from 'pg';

/**
 * A query whose answer is waited for no longer than `milliseconds`, on the client's side: a server that
 * cannot be reached ends no statement. `pg` knows `query_timeout` per query, its types do not.
 */
export const timedQuery = (
	text: string,
	milliseconds: number,
	values: unknown[] = [],
): QueryConfig & { readonly query_timeout: number } => ({
	text,
	...(values.length > 0 ? { values } : {}),
	query_timeout: milliseconds,
});
