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

/** Of one matcher, by its id; null while another search must tell. */
type Answer = readonly [string, readonly Row[] | AmoCrmError | null];

const isEmpty = ([, rows]: readonly [string, readonly Row[]]): boolean => rows.length === 0;

async function perform(
	client: AmoCrmClient,
	request: MatchRequest,
	{ matchers, queries, instead, isConclusive }: Search,
): Promise<readonly Answer[]> {
	const isExpected: Matcher['isMatch'] = (row) =>
		instead.length === 0 || matchers.some(({ isMatch }) => isMatch(row));
	let found = matchers.map(({ id }) => [id, [] as readonly Row[]] as const);
	for (const query of queries) {
		const rows = await candidates(client, request, query, isExpected);
		if (rows === null) return matchers.map(({ id }) => [id, null]);
		found = matchers.map(({ id, isMatch }) => [id, oldestFirst(rows.filter(isMatch))]);
		if (!found.some(isEmpty)) break;
	}
	return isConclusive ? found : found.map((own) => (isEmpty(own) ? [own[0], null] : own));
}

/** What amoCRM, or a proxy before it, answers to a filter that it does not take: one value may be at fault. */
const refusesFilter = new Set([400, 414, 422]);

async function attempt(
	client: AmoCrmClient,
	request: MatchRequest,
	search: Search,
): Promise<readonly Answer[]> {
	try {
		return await perform(client, request, search);
	} catch (error) {
		if (!(error instanceof AmoCrmError)) throw error;
		const isOpen = search.instead.length > 0 && refusesFilter.has(error.status);
		if (!isOpen && !request.isIsolating) throw error;
		return search.matchers.map(({ id }) => [id, isOpen ? null : error] as const);
	}
}

/**
 * Who is meant by each of the matchers: amoCRM is asked for candidates, the comparison is ours. A search
 * that fails is the failure of its matchers when isolating; else the first one is thrown.
 */
export async function findMatches(
	client: AmoCrmClient,
	request: MatchRequest,
	matchers: readonly Matcher[],
): Promise<Matches> {
	const ask = async (searched: readonly Search[]): Promise<readonly Answer[]> =>
		(await inParallel(searched, width, async (one) => await attempt(client, request, one))).flat();
	const first = searches(matchers);
	const answers = await ask(first);
	const open = new Set(answers.flatMap(([id, rows]) => (rows === null ? [id] : [])));
	const others = first.flatMap(({ instead }) => instead);
	const later = await ask(others.filter((one) => one.matchers.some(({ id }) => open.has(id))));
	return new Map(
		[...answers, ...later].flatMap(([id, rows]) => (rows === null ? [] : [[id, rows] as const])),
	);
}
