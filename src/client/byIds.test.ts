import {
	answer,
	newAccountKey,
	queryValues,
	script,
	type Step,
} from '../../tests/support/amoCrmScript';
import { fetchByIds } from './byIds';
import { AmoCrmError } from './errors';
import { createClient } from './send';
import type { ApiRequest, ApiResponse } from './types';

const request = {
	path: '/api/v4/leads',
	collection: 'leads',
	query: { with: 'contacts' },
	max: 250,
};

/** Knows every id below 1000. */
const leads = (asked: ApiRequest): ApiResponse => {
	const ids = queryValues(asked, 'filter[id][]')
		.map(Number)
		.filter((id) => id < 1000);
	return ids.length === 0
		? answer(204)
		: answer(200, { _embedded: { leads: ids.map((id) => ({ id })) } });
};

const look = async (ids: readonly string[], ...steps: readonly Step[]) => {
	const { transport, requests } = script(...steps);
	const client = createClient({ transport, accountKey: newAccountKey() });
	return { results: await fetchByIds(client, request, ids), requests };
};

it('asks for 600 ids, each named twice, with three requests', async () => {
	const ids = Array.from({ length: 600 }, (_id, index) => String(index + 1));
	const { results, requests } = await look([...ids, ...ids], leads, leads, leads);
	expect(results.size).toBe(600);
	expect(requests.map((one) => queryValues(one, 'filter[id][]').length)).toEqual([250, 250, 100]);
	expect(queryValues(requests[0], 'limit')).toEqual(['250']);
});

it('tells what amoCRM does not know from what it knows', async () => {
	const { results } = await look(['5', '5000'], leads);
	expect(results.get('5')).toMatchObject({ entity: { id: 5 } });
	expect(results.get('5000')).toMatchObject({ entity: null });
	expect((await look(['5000'], answer(204))).results.get('5000')).toMatchObject({ entity: null });
});

it('notes the time before the request leaves', async () => {
	let answeredAt = '';
	const { results } = await look(['5'], (asked) => {
		answeredAt = new Date(Date.now() + 1).toISOString();
		return leads(asked);
	});
	const [lookup] = results.values();
	expect(lookup).not.toBeInstanceOf(AmoCrmError);
	expect((lookup as { fetchedAt: string }).fetchedAt < answeredAt).toBe(true);
});

it('gives the ids of a failed request its error and the others their entities', async () => {
	const ids = Array.from({ length: 300 }, (_id, index) => String(index + 1));
	const { results } = await look(ids, answer(400, {}), leads);
	expect(results.get('1')).toMatchObject({ code: 'invalid' });
	expect(results.get('300')).toMatchObject({ entity: { id: 300 } });
});

it.each([401, 402, 403])('sends no further request after %i', async (status) => {
	const ids = Array.from({ length: 1001 }, (_id, index) => String(index + 1));
	const { results, requests } = await look(ids, leads, answer(status, {}));
	expect(requests).toHaveLength(2);
	expect(results.get('250')).toMatchObject({ entity: { id: 250 } });
	expect(results.get('251')).toMatchObject({ status });
	expect(results.get('1001')).toMatchObject({ status });
});

it('halves the request where a proxy finds the URL too long', async () => {
	const { results, requests } = await look(['1', '2', '3'], answer(414, 'too long'), leads, leads);
	expect([...results.keys()]).toEqual(['1', '2', '3']);
	expect(requests).toHaveLength(3);
});

it('gives rows whose links do not repeat the IDs that were asked for', async () => {
	const { results } = await look(['5'], () =>
		answer(200, {
			_embedded: {
				leads: [
					{
						id: 5,
						_links: { self: { href: 'https://x.amocrm.ru/api/v4/leads/5?filter[id][]=5' } },
					},
				],
			},
		}),
	);
	expect(results.get('5')).toMatchObject({
		entity: { _links: { self: { href: 'https://x.amocrm.ru/api/v4/leads/5' } } },
	});
});
