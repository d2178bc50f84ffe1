import {
	answer,
	newAccountKey,
	queryValues,
	script,
	type Step,
} from '../../tests/support/amoCrmScript';
import { AmoCrmError } from '../client/errors';
import type { Row } from '../client/paginate';
import { createClient } from '../client/send';
import type { ApiRequest, ApiResponse } from '../client/types';
import { findMatches, type Matches } from './findMatches';
import { matcher } from './matcher';

const list = { path: '/api/v4/contacts', collection: 'contacts', max: 250 };
const called = (value: string) => matcher({ by: 'phone', field: '', value });
const named = (value: string) => matcher({ by: 'name', field: '', value });

const contacts = (rows: readonly object[], next = ''): ApiResponse =>
	answer(200, {
		_embedded: { contacts: rows },
		...(next ? { _links: { next: { href: next } } } : {}),
	});

const holder = (id: number, phone: string, created_at = id) => ({
	id,
	created_at,
	custom_fields_values: [{ field_code: 'PHONE', values: [{ value: phone }] }],
});

const ids = (found: Matches, id: string): unknown =>
	(found.get(id) as readonly Row[]).map((row) => row['id']);

const find = async (
	matchers: ReadonlyArray<ReturnType<typeof matcher>>,
	steps: readonly Step[],
	isIsolating = false,
) => {
	const { transport, requests } = script(...steps);
	const client = createClient({ transport, accountKey: newAccountKey(), requestsPerSecond: 1000 });
	return { found: await findMatches(client, { ...list, isIsolating }, matchers), requests };
};

it('gives those that match, the oldest first, and none of the other candidates', async () => {
	const anna = called('+79991234567');
	const { found, requests } = await find(
		[anna],
		[
			contacts([
				holder(7, '89991234567', 300),
				holder(8, '+19991234567', 1),
				holder(9, '9991234567', 100),
				holder(6, '+7 999 123 45 67', 300),
			]),
		],
	);
	expect(ids(found, anna.id)).toEqual([9, 6, 7]);
	expect(queryValues(requests[0], 'query')).toEqual(['9991234567']);
	expect(queryValues(requests[0], 'order[id]')).toEqual(['asc']);
});

it('reads all pages of the candidates', async () => {
	const anna = called('+79991234567');
	const { found, requests } = await find(
		[anna],
		[
			contacts([holder(1, '79991234568')], 'https://x.amocrm.ru/api/v4/contacts?page=2'),
			contacts([holder(2, '79991234567')]),
		],
	);
	expect(ids(found, anna.id)).toEqual([2]);
	expect(requests).toHaveLength(2);
});

it('tries the phone as it was written where its digits find nobody', async () => {
	const anna = called('8 (999) 123-45-67');
	const { found, requests } = await find(
		[anna],
		[answer(204), contacts([holder(5, '8 (999) 123-45-67')])],
	);
	expect(ids(found, anna.id)).toEqual([5]);
	expect(requests.map((one) => queryValues(one, 'query'))).toEqual([
		['9991234567'],
		['8 (999) 123-45-67'],
	]);
});

it('gives each name of a shared request its own', async () => {
	const [a, b, c] = [named('A'), named('B'), named('C')];
	const rows = [
		{ id: 1, name: 'B' },
		{ id: 2, name: 'A' },
		{ id: 3, name: 'B' },
	];
	const { found, requests } = await find([a, b, c], [contacts(rows)]);
	expect(requests).toHaveLength(1);
	expect([a, b, c].map(({ id }) => ids(found, id))).toEqual([[2], [1, 3], []]);
});

it('searches by text in an account that ignores the filter', async () => {
	const [a, b] = [named('A'), named('B')];
	const everything = contacts(
		[
			{ id: 1, name: 'A' },
			{ id: 2, name: 'Z' },
		],
		'https://x.amocrm.ru/api/v4/contacts?page=2',
	);
	const { found, requests } = await find(
		[a, b],
		[everything, contacts([{ id: 1, name: 'A' }]), contacts([{ id: 9, name: 'B' }])],
	);
	expect(requests.map((one) => queryValues(one, 'query'))).toEqual([[], ['A'], ['B']]);
	expect([a, b].map(({ id }) => ids(found, id))).toEqual([[1], [9]]);
});

/** Every page has one more after it. */
const endless = (): readonly Step[] =>
	Array.from(
		{ length: 30 },
		(_none, page) => (_request: ApiRequest) =>
			contacts(
				Array.from({ length: 250 }, (_row, n) => holder(1000 * page + n, `1${page}${n}`)),
				`https://x.amocrm.ru/api/v4/contacts?page=${page + 2}`,
			),
	);

it('gives up on a value that half the account holds, rather than to create one more', async () => {
	const short = matcher({ by: 'field', field: 'CODE', value: '1' });
	await expect(find([short], endless())).rejects.toMatchObject({ code: 'badInput' });
	const { found, requests } = await find([short], endless(), true);
	expect(found.get(short.id)).toBeInstanceOf(AmoCrmError);
	expect(requests).toHaveLength(21);
});

it('throws the failure of a search', async () => {
	await expect(find([called('+79991234567')], [answer(403)])).rejects.toMatchObject({
		code: 'blocked',
	});
});

it('asks no further when one search failed for a reason that holds for all, when isolating', async () => {
	const phones = Array.from({ length: 40 }, (_none, n) => called(`+799912345${10 + n}`));
	const { found, requests } = await find(
		phones,
		phones.map(() => answer(403)),
		true,
	);
	expect(requests.length).toBeLessThanOrEqual(7);
	expect(phones.every(({ id }) => found.get(id) instanceof AmoCrmError)).toBe(true);
	expect((found.get(phones[39]?.id ?? '') as Error).message).toMatch(/^Not sent, because/);
});
