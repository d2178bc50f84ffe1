import { isRow, type Row } from './paginate';

function withoutQuery(links: unknown): unknown {
	if (!isRow(links) || !isRow(links['self'])) return links;
	const { href } = links['self'];
	if (typeof href !== 'string' || !href.includes('?')) return links;
	return { ...links, self: { ...links['self'], href: href.slice(0, href.indexOf('?')) } };
}

/**
 * A row whose link, and those of the rows embedded in it, are an address and nothing else. amoCRM repeats the
 * query of the request in each of them: with 250 IDs in it 6 KB a link, several times what it says of a lead,
 * and all of it would travel through n8n, into the database and on to whoever is told.
 */
export function withShortLinks(row: Row): Row {
	const embedded = row['_embedded'];
	return {
		...row,
		...('_links' in row && { _links: withoutQuery(row['_links']) }),
		...(isRow(embedded) && {
			_embedded: Object.fromEntries(
				Object.entries(embedded).map(([name, value]) => [
					name,
					Array.isArray(value)
						? value.map((entry: unknown) => (isRow(entry) ? withShortLinks(entry) : entry))
						: value,
				]),
			),
		}),
	};
}
