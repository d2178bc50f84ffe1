import { AmoCrmError } from './errors';
import type { AmoCrmClient, ApiRequest } from './types';

export type Row = Readonly<Record<string, unknown>>;

export interface PageRequest extends ApiRequest {
	readonly method: 'GET';
}

export interface PageOptions {
	/** The member of `_embedded` that holds the rows; without it, the only list there. */
	readonly collection?: string;
	/** Rows per request; amoCRM gives at most 250, fewer for some resources. */
	readonly pageSize: number;
	/** The list has no pages; this parameter asks for the rows below an id: `before_id`. */
	readonly cursor?: string;
}

export const isRow = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, name: string): unknown =>
	isRow(value) ? value[name] : undefined;

/** The rows of an answer, which a few routes give without an envelope; none for 204, whose body is empty. */
export function rowsOf(body: unknown, collection?: string): readonly Row[] {
	if (Array.isArray(body)) return body.filter(isRow);
	const embedded = memberOf(body, '_embedded');
	if (!isRow(embedded)) return [];
	const list = collection === undefined ? Object.values(embedded)[0] : embedded[collection];
	return Array.isArray(list) ? list.filter(isRow) : [];
}

/**
 * The number of the next page. Only the number is taken from amoCRM's link: a link to another host
 * would be handed the token.
 */
function nextPage(body: unknown, current: number): number | null {
	const href = memberOf(memberOf(memberOf(body, '_links'), 'next'), 'href');
	if (typeof href !== 'string' || !URL.canParse(href)) return null;
	const page = Number(new URL(href).searchParams.get('page') ?? current + 1);
	return Number.isInteger(page) && page > current ? page : null;
}

const notAList = ({ method, path }: PageRequest, status: number): AmoCrmError =>
	new AmoCrmError({
		code: 'unexpectedAnswer',
		status,
		message: 'amoCRM answered with something that is not a list',
		hint: 'Check the path and the subdomain.',
		request: { method, path },
	});

/** A list without page numbers, from the last id of each answer on. */
async function* follow(
	client: AmoCrmClient,
	request: PageRequest,
	{ collection, pageSize }: PageOptions,
	cursor: string,
): AsyncGenerator<Row, void, void> {
	for (let position: Record<string, number> = {}; ; ) {
		const query = { ...request.query, ...position, limit: pageSize };
		const { status, body } = await client.send({ ...request, query });
		if (status === 204) return;
		if (!isRow(body)) throw notAList(request, status);
		const rows = rowsOf(body, collection);
		yield* rows;
		const last = Number(rows.at(-1)?.['id']);
		// The same id again would ask for the same rows for ever.
		if (rows.length < pageSize || !(last < (position[cursor] ?? Infinity))) return;
		position = { [cursor]: last };
	}
}

/** All rows of a list, page by page as they are taken; never the envelopes. */
export async function* paginate(
	client: AmoCrmClient,
	request: PageRequest,
	{ collection, pageSize, cursor }: PageOptions,
): AsyncGenerator<Row, void, void> {
	if (cursor !== undefined) {
		yield* follow(client, request, { ...(collection ? { collection } : {}), pageSize }, cursor);
		return;
	}
	for (let page: number | null = 1; page !== null; ) {
		const query = { ...request.query, page, limit: pageSize };
		const { status, body } = await client.send({ ...request, query });
		if (status === 204) return;
		if (!isRow(body)) throw notAList(request, status);
		yield* rowsOf(body, collection);
		page = nextPage(body, page);
	}
}

/** All rows of a list at once, for those who need them together. */
export async function readAll(
	client: AmoCrmClient,
	request: PageRequest,
	options: PageOptions,
): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for await (const row of paginate(client, request, options)) rows.push(row);
	return rows;
}
