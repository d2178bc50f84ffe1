import {
	answer,
	newAccountKey,
	queryValues,
	script,
	virtualClock,
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

/** Answers by the text that is searched for, in whatever order the searches come. */
const byQuery =
	(answers: Readonly<Record<string, ApiResponse>>) =>
	(request: ApiRequest): ApiResponse =>
		answers[queryValues(request, 'query')[0] ?? ''] ?? answer(204);

const denied = answer(403, { title: 'Forbidden', status: 403 });

it.each([
	['denied', denied, 'forbidden'],
	['answered with a fault of the server', answer(503), 'server'],
])('when isolating, finds the others where one search is %s', async (_how, response, code) => {
	const phones = ['+79991234501', '+79991234502', '+79991234503'].map(called);
	const found = contacts([holder(3, '+79991234503')]);
	const step = byQuery({ '9991234501': response, '9991234503': found });
	const { transport, requests } = script(...Array.from({ length: 6 }, () => step));
	const clock = virtualClock();
	const client = createClient({ transport, accountKey: newAccountKey(), clock });
	const matches = await clock.until(findMatches(client, { ...list, isIsolating: true }, phones));
	expect(phones.map(({ id }) => matches.get(id))).toMatchObject([{ code }, [], [{ id: 3 }]]);
	expect(matches.get(phones[0]?.id ?? '')).toBeInstanceOf(AmoCrmError);
	expect(requests).toHaveLength(code === 'server' ? 6 : 3);
});

describe('a filter of a custom field', () => {
	const held = (value: string) => matcher({ by: 'field', field: '771', value });
	const [a, b] = [held('A'), held('B')];
	const own = (id: number, value: string) => ({
		id,
		custom_fields_values: [{ field_id: 771, values: [{ value }] }],
	});

	it('is not believed about whom it does not find, for a list finds nobody by its text', async () => {
		const { found, requests } = await find(
			[a, b],
			[contacts([own(1, 'A')]), contacts([own(2, 'B'), own(3, 'B side')])],
		);
		expect([a, b].map(({ id }) => ids(found, id))).toEqual([[1], [2]]);
		expect(requests.map((one) => queryValues(one, 'query'))).toEqual([[], ['B']]);
	});

	it.each([400, 414])(
		'that is refused with %s gives way to a search for each value',
		async (status) => {
			const step = byQuery({ A: answer(403, { title: 'Forbidden' }), B: contacts([own(2, 'B')]) });
			const { found, requests } = await find([a, b], [answer(status), step, step], true);
			expect(found.get(a.id)).toMatchObject({ code: 'forbidden' });
			expect(ids(found, b.id)).toEqual([2]);
			expect(requests).toHaveLength(3);
		},
	);
});
