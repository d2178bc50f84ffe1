import { notSent } from '../client/batch';
import { AmoCrmError } from '../client/errors';
import { inParallel } from '../client/inParallel';
import { paginate, type Row } from '../client/paginate';
import type { AmoCrmClient, Query } from '../client/types';
import type { Matcher } from './matcher';
import { searches, type Search } from './searches';

export interface MatchRequest {
	/** Of the list: `/api/v4/contacts`. */
	readonly path: string;
	/** The member of `_embedded` that holds the rows: `contacts`. */
	readonly collection: string;
	/** Rows per page. */
	readonly max: number;
	/** Whether other matchers go on without the ones that cannot be looked up. */
	readonly isIsolating: boolean;
}

/** The matches of each matcher by its id, the oldest first; or why nobody knows them. */
export type Matches = ReadonlyMap<string, readonly Row[] | AmoCrmError>;

/** amoCRM answers 7 requests per second; more under way would wait in the queue of the account. */
const width = 7;
/** A search for "1" finds the whole account: nobody wants to read all of that for one item. */
const mostCandidates = 5000;

const tooMany = (path: string): AmoCrmError =>
	new AmoCrmError({
		code: 'badInput',
		status: 0,
		message: `amoCRM finds more than ${mostCandidates} entities for this match value`,
		hint: 'Nothing was created, for the right one may be among the unread ones. Match by a value that fewer entities hold.',
		request: { method: 'GET', path },
	});

/** Null as soon as a row is none of the expected ones. */
async function candidates(
	client: AmoCrmClient,
	{ path, collection, max }: MatchRequest,
	query: Query,
	isExpected: Matcher['isMatch'],
): Promise<readonly Row[] | null> {
	const rows: Row[] = [];
	// By id, for a page of a list that is sorted by change skips rows while others change.
	const request = { method: 'GET', path, query: { ...query, order: { id: 'asc' } } } as const;
	for await (const row of paginate(client, request, { collection, pageSize: max })) {
		if (!isExpected(row)) return null;
		rows.push(row);
		if (rows.length > mostCandidates) throw tooMany(path);
	}
	return rows;
}

const age = (row: Row): number => Number(row['created_at'] ?? Infinity);

const oldestFirst = (rows: readonly Row[]): readonly Row[] =>
	[...rows].sort((a, b) => age(a) - age(b) || Number(a['id']) - Number(b['id']));

type Found = ReadonlyArray<readonly [string, readonly Row[]]>;

async function perform(
	client: AmoCrmClient,
	request: MatchRequest,
	{ matchers, queries, instead }: Search,
): Promise<Found> {
	const isExpected: Matcher['isMatch'] = (row) =>
		instead.length === 0 || matchers.some(({ isMatch }) => isMatch(row));
	let found: Found = matchers.map(({ id }) => [id, []]);
	for (const query of queries) {
		const rows = await candidates(client, request, query, isExpected);
		if (rows === null) {
			const each: Found[] = [];
			for (const search of instead) each.push(await perform(client, request, search));
			return each.flat();
		}
		found = matchers.map(({ id, isMatch }) => [id, oldestFirst(rows.filter(isMatch))]);
		if (found.every(([, own]) => own.length > 0)) break;
	}
	return found;
}

/**
 * Who is meant by each of the matchers: amoCRM is asked for candidates, the comparison is ours. When not
 * isolating, the first failure is thrown; else a failure that is not about one search ends the others too.
 */
export async function findMatches(
	client: AmoCrmClient,
	request: MatchRequest,
	matchers: readonly Matcher[],
): Promise<Matches> {
	let end: AmoCrmError | undefined;
	const results = await inParallel(searches(matchers), width, async (search) => {
		try {
			if (end) throw notSent(end);
			return await perform(client, request, search);
		} catch (error) {
			if (!(error instanceof AmoCrmError) || !request.isIsolating) throw error;
			if (error.code !== 'badInput' && error.code !== 'invalid') end ??= error;
			return search.matchers.map(({ id }) => [id, error] as const);
		}
	});
	return new Map<string, readonly Row[] | AmoCrmError>(results.flat());
}
