import {
	answer,
	apiFixture,
	newAccountKey,
	queryValues,
	script,
	type Step,
} from '../../tests/support/amoCrmScript';
import { paginate, type PageRequest, type Row } from './paginate';
import { createClient } from './send';

const request: PageRequest = { method: 'GET', path: '/api/v4/leads', query: { with: 'contacts' } };

const page = (ids: readonly number[], next?: string) =>
	answer(200, {
		_page: 1,
		_links: next ? { next: { href: next } } : {},
		_embedded: { leads: ids.map((id) => ({ id })) },
	});

async function rowsOf(...steps: readonly Step[]) {
	const { transport, requests } = script(...steps);
	const client = createClient({ transport, accountKey: newAccountKey() });
	const rows: Row[] = [];
	for await (const row of paginate(client, request, { collection: 'leads', pageSize: 250 })) {
		rows.push(row);
	}
	return { ids: rows.map(({ id }) => id), requests };
}

it('gives rows, not envelopes, of all pages', async () => {
	const { ids, requests } = await rowsOf(
		page([1, 2], 'https://example.amocrm.ru/api/v4/leads?page=2&limit=250'),
		page([3]),
	);
	expect(ids).toEqual([1, 2, 3]);
	expect(requests.map((one) => queryValues(one, 'page'))).toEqual([['1'], ['2']]);
	expect(queryValues(requests[1], 'with')).toEqual(['contacts']);
});

it('reads the rows of the documented answer', async () => {
	const { ids } = await rowsOf(answer(200, apiFixture('leads__GET_leads__response')), answer(204));
	expect(ids).toEqual([19619, 14460]);
});

it('gives nothing for 204', async () => {
	const { ids, requests } = await rowsOf(answer(204));
	expect(ids).toEqual([]);
	expect(requests).toHaveLength(1);
});

it('ends when the page after the last one is 204', async () => {
	const { ids } = await rowsOf(
		page([1], 'https://example.amocrm.ru/api/v4/leads?page=2'),
		answer(204),
	);
	expect(ids).toEqual([1]);
});

it('follows the number of the next page, never its host', async () => {
	const { requests } = await rowsOf(page([1], 'https://evil.com/steal?page=2'), page([2]));
	expect(requests[1]?.path).toMatch(/^\/api\/v4\/leads\?/);
});

it('does not run in circles when a page names itself as the next', async () => {
	const { ids } = await rowsOf(page([1], 'https://example.amocrm.ru/api/v4/leads?page=1'));
	expect(ids).toEqual([1]);
});

it('says so when a page of a web server comes instead of a list', async () => {
	await expect(rowsOf(answer(200, '<html>'))).rejects.toMatchObject({ code: 'unexpectedAnswer' });
});

it('asks for no page that nobody takes', async () => {
	const { transport, requests } = script(page([1, 2], 'https://a.amocrm.ru/api/v4/leads?page=2'));
	const client = createClient({ transport, accountKey: newAccountKey() });
	for await (const row of paginate(client, request, { collection: 'leads', pageSize: 250 })) {
		if (row['id'] === 2) break;
	}
	expect(requests).toHaveLength(1);
});

describe('a list without pages', () => {
	const files = (...ids: readonly number[]) =>
		answer(200, { _links: {}, _embedded: { files: ids.map((id) => ({ id })) } });
	const follow = async (...steps: readonly Step[]) => {
		const { transport, requests } = script(...steps);
		const client = createClient({ transport, accountKey: newAccountKey() });
		const ids: unknown[] = [];
		const options = { collection: 'files', pageSize: 2, cursor: 'before_id' };
		const path = '/api/v4/leads/5/files';
		for await (const { id } of paginate(client, { method: 'GET', path }, options)) ids.push(id);
		return { ids, queries: requests.map((one) => one.path.split('?')[1]) };
	};

	it('is followed from the last id of each answer', async () => {
		const { ids, queries } = await follow(files(9, 8), files(7, 6), files(5));
		expect(ids).toEqual([9, 8, 7, 6, 5]);
		expect(queries).toEqual(['limit=2', 'before_id=8&limit=2', 'before_id=6&limit=2']);
	});

	it('ends with an empty answer', async () => {
		expect((await follow(files(9, 8), answer(204))).ids).toEqual([9, 8]);
	});

	it('ends where amoCRM gives the same rows again', async () => {
		const { ids, queries } = await follow(files(9, 8), files(9, 8));
		expect(ids).toEqual([9, 8, 9, 8]);
		expect(queries).toHaveLength(2);
	});
});
