import type { Request, Response } from 'express';
import { problem, sendJson } from './problem';
import { text, type Query } from './query';

export interface Page<T> {
	readonly page: number;
	readonly limit: number;
	readonly items: readonly T[];
	readonly hasNext: boolean;
	readonly total: number;
}

export const origin = (request: Request): string => `${request.protocol}://${request.get('host')}`;

/** `?with=contacts&page=1` of the request: amoCRM repeats it in the link of every entity. */
export const queryText = (request: Request): string => {
	const at = request.originalUrl.indexOf('?');
	return at < 0 || at === request.originalUrl.length - 1 ? '' : request.originalUrl.slice(at);
};

export const link = (request: Request, path: string, query = queryText(request)) => ({
	self: { href: `${origin(request)}/api/v4/${path}${query}` },
});

const positive = (value: string | undefined, fallback: number): number => {
	if (value === undefined || value === '') return fallback;
	const number = Number(value);
	return Number.isInteger(number) && number > 0 ? number : fallback;
};

export function paginate<T>(query: Query, all: readonly T[], maximum = 250, usual = 50): Page<T> {
	const page = positive(text(query['page']), 1);
	const limit = positive(text(query['limit']), usual);
	if (limit > maximum) throw problem(422, `Limit ${maximum} per page`);
	const from = (page - 1) * limit;
	return {
		page,
		limit,
		items: all.slice(from, from + limit),
		hasNext: from + limit < all.length,
		total: all.length,
	};
}

function pageLink(request: Request, { limit }: Page<unknown>, page: number): { href: string } {
	const [path = '', query = ''] = request.originalUrl.split('?');
	const kept = query.split('&').filter((pair) => pair !== '' && !/^(page|limit)=/.test(pair));
	return {
		href: `${origin(request)}${path}?${[...kept, `limit=${limit}`, `page=${page}`].join('&')}`,
	};
}

/** `self`, and `next`, `first` and `prev` where they exist. */
export function pageLinks(request: Request, page: Page<unknown>): Record<string, object> {
	const to = (number: number) => pageLink(request, page, number);
	return {
		self: to(page.page),
		...(page.hasNext ? { next: to(page.page + 1) } : {}),
		...(page.page > 1 ? { first: to(1), prev: to(page.page - 1) } : {}),
	};
}

/** `_page`, `_links` with next/first/prev where they exist, and last where the pages are counted; nothing to show is an empty 204. */
export function sendPage<T>(
	request: Request,
	response: Response,
	name: string,
	page: Page<T>,
	render: (item: T) => unknown,
	totals: Readonly<Record<string, number>> = {},
): void {
	if (page.items.length === 0) {
		response.status(204).end();
		return;
	}
	const { _page_count: pages } = totals;
	sendHal(response, {
		...totals,
		_page: page.page,
		_links: {
			...pageLinks(request, page),
			...(pages && page.hasNext ? { last: pageLink(request, page, pages) } : {}),
		},
		_embedded: { [name]: page.items.map(render) },
	});
}

export function sendHal(response: Response, body: unknown, status = 200): void {
	sendJson(response, status, 'application/hal+json', body);
}
