import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { linkToPage } from '../../src/catalog/webPages';
import { rowsOf, type Row } from '../../src/client/paginate';
import type { Query } from '../../src/client/types';
import { amoCrmConnection } from '../amoCrmTransport';
import { toNodeError } from '../nodeError';

/** As many as a person looks through before typing. */
const rowsPerPage = 50;

export interface Searched {
	/** `/api/v4/leads` */
	readonly path: string;
	readonly collection: string;
	/** How the list begins while nothing is typed, if amoCRM can sort it. */
	readonly unfiltered?: Query;
	/** Of `webPages`; decides the link beside each row. */
	readonly method?: string;
}

/** Namesakes are told apart by the ID, and there are contacts without a name. */
const labelOf = ({ id, name }: Row): string =>
	typeof name === 'string' && name.trim() !== '' ? `${name} (${String(id)})` : `(${String(id)})`;

/** One page of what amoCRM finds; the token is the number of the next page. */
export async function searchRows(
	context: ILoadOptionsFunctions,
	{ path, collection, unfiltered = {}, method = '' }: Searched,
	filter = '',
	token = '1',
): Promise<INodeListSearchResult> {
	try {
		const { client, baseUrl } = await amoCrmConnection(context);
		const page = Number(token);
		const found = filter.trim() === '' ? unfiltered : { query: filter.trim() };
		const query = { ...found, page, limit: rowsPerPage };
		const { body } = await client.send({ method: 'GET', path, query });
		const rows = rowsOf(body, collection);
		return {
			results: rows.map((row) => ({
				name: labelOf(row),
				value: Number(row['id']),
				...linkToPage(method, baseUrl, row['id']),
			})),
			// A page that is not full is the last one.
			...(rows.length < rowsPerPage ? {} : { paginationToken: String(page + 1) }),
		};
	} catch (error) {
		throw toNodeError(context, error);
	}
}
