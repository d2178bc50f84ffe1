import { AmoCrmError } from './errors';
import { withShortLinks } from './links';
import { rowsOf, type Row } from './paginate';
import type { AmoCrmClient, Query } from './types';

export interface ByIdsRequest {
	readonly path: string;
	readonly collection: string;
	/** Sent with every request: `with`. */
	readonly query: Query;
	/** Ids per request. */
	readonly max: number;
}

/** What amoCRM knew of one id. */
export interface Lookup {
	/** null: amoCRM does not know the id. */
	readonly entity: Row | null;
	/** ISO time before the request left, so that a later change is never taken for older. */
	readonly fetchedAt: string;
}

async function fetchChunk(
	client: AmoCrmClient,
	request: ByIdsRequest,
	ids: readonly string[],
): Promise<ReadonlyMap<string, Lookup | AmoCrmError>> {
	const fetchedAt = new Date().toISOString();
	const query = { ...request.query, filter: { id: ids }, limit: request.max };
	try {
		const { body } = await client.send({ method: 'GET', path: request.path, query });
		const found = new Map(
			rowsOf(body, request.collection).map((row) => [String(row['id']), withShortLinks(row)]),
		);
		return new Map(ids.map((id) => [id, { entity: found.get(id) ?? null, fetchedAt }]));
	} catch (error) {
		if (!(error instanceof AmoCrmError)) throw error;
		// A proxy with a shorter limit for URLs: half the ids make half the URL.
		if (error.status === 414 && ids.length > 1) {
			const middle = Math.ceil(ids.length / 2);
			return new Map([
				...(await fetchChunk(client, request, ids.slice(0, middle))),
				...(await fetchChunk(client, request, ids.slice(middle))),
			]);
		}
		return new Map(ids.map((id) => [id, error]));
	}
}

/** Holds for the next request as well; asked on and on, amoCRM blocks the account or the address. */
const endsAll = new Set([401, 402, 403, 429]);

/**
 * Looks up any number of ids with `ceil(distinct ids / max)` requests. Each id gets its entity, null if
 * amoCRM does not know it, or the error of the request that asked for it. After a refusal that the next
 * request would meet as well, no further one is sent, and its ids have the same error.
 */
export async function fetchByIds(
	client: AmoCrmClient,
	request: ByIdsRequest,
	ids: readonly string[],
): Promise<ReadonlyMap<string, Lookup | AmoCrmError>> {
	const distinct = [...new Set(ids)];
	const results = new Map<string, Lookup | AmoCrmError>();
	let end: AmoCrmError | undefined;
	for (let start = 0; start < distinct.length; start += request.max) {
		const chunk = distinct.slice(start, start + request.max);
		if (end) {
			for (const id of chunk) results.set(id, end);
			continue;
		}
		for (const [id, result] of await fetchChunk(client, request, chunk)) {
			results.set(id, result);
			if (result instanceof AmoCrmError && endsAll.has(result.status)) end = result;
		}
	}
	return results;
}
