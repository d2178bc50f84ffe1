import type { IHttpRequestOptions } from 'n8n-workflow';
import type { HttpAnswer } from '../../tests/support/executeContext';
import { answer, failure, perform, type Answer } from '../../tests/support/nodeRun';

describe('Get Many', () => {
	const pageOf = (page: number, count: number, isLast: boolean): HttpAnswer =>
		answer(200, {
			_page: page,
			_links: isLast ? {} : { next: { href: `https://x.amocrm.ru/api/v4/leads?page=${page + 1}` } },
			_embedded: {
				leads: Array.from({ length: count }, (_row, index) => ({ id: page * 1000 + index })),
			},
		});
	const getAll = { resource: 'lead', operation: 'getAll' };
	const pageIn = ({ url }: IHttpRequestOptions): number =>
		Number(new URL(url).searchParams.get('page'));

	it('returns rows, not envelopes, of all pages', async () => {
		const { jsons, requests } = await perform({ ...getAll, returnAll: true }, [{}], (request) =>
			pageOf(pageIn(request), 250, pageIn(request) === 3),
		);
		expect(requests).toHaveLength(3);
		expect(jsons).toHaveLength(750);
		expect(jsons[0]).toEqual({ id: 1000 });
	});

	it('asks for no more rows than Limit', async () => {
		const { jsons, requests } = await perform({ ...getAll, limit: 5 }, [{}], () =>
			pageOf(1, 5, false),
		);
		expect(new URL(requests[0]?.url ?? '').searchParams.get('limit')).toBe('5');
		expect(requests).toHaveLength(1);
		expect(jsons).toHaveLength(5);
	});

	it('reads no parameter anew for each row', async () => {
		const readings = async (pages: number): Promise<number> => {
			let count = 0;
			const parameters = () => {
				count += 1;
				return { ...getAll, returnAll: true, options: { customFieldsAs: 'raw' } };
			};
			await perform(parameters, [{}], (request) =>
				pageOf(pageIn(request), 250, pageIn(request) === pages),
			);
			return count;
		};
		expect(await readings(3)).toBe(await readings(1));
	});

	it('asks for no further page once the execution is stopped', async () => {
		const stop = new AbortController();
		const pages: number[] = [];
		const work = perform(
			{ ...getAll, returnAll: true },
			[{}],
			(request) => {
				pages.push(pageIn(request));
				if (pages.length === 2) stop.abort();
				return pageOf(pageIn(request), 250, false);
			},
			false,
			stop.signal,
		);
		expect((await failure(work)).message).toBe('Not sent, because the execution was stopped');
		expect(pages).toEqual([1, 2]);
	});

	it('returns nothing for 204', async () => {
		expect((await perform(getAll, [{}], () => answer(204))).output).toEqual([]);
	});
});

describe('single requests', () => {
	it('reads the parameter of each item', async () => {
		const { requests } = await perform(
			(index) => ({ resource: 'contact', operation: 'get', id: index + 5 }),
			[{}, {}],
			() => answer(200, { id: 1 }),
		);
		expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
			'/api/v4/contacts/5',
			'/api/v4/contacts/6',
		]);
	});

	it('fails for an id that amoCRM answers with 204, instead of returning an empty item', async () => {
		const work = perform({ resource: 'lead', operation: 'get', id: 5 }, [{}], () => answer(204));
		expect((await failure(work)).message).toBe('amoCRM has no such lead');
	});

	it('subscribes with POST and unsubscribes with DELETE and the destination in the body', async () => {
		const destination = 'https://n8n.example.test/hook';
		const webhook = { resource: 'webhook', destination };
		const make = await perform(
			{ ...webhook, operation: 'create', settings: 'add_lead' },
			[{}],
			() => answer(201, { id: 1, destination }),
		);
		expect(make.requests[0]).toMatchObject({
			method: 'POST',
			url: expect.stringMatching(/\/api\/v4\/webhooks$/),
			body: { destination, settings: ['add_lead'] },
		});
		const remove = await perform({ ...webhook, operation: 'delete' }, [{}], () => answer(204));
		expect(remove.requests[0]).toMatchObject({
			method: 'DELETE',
			url: expect.stringMatching(/\/api\/v4\/webhooks$/),
			body: { destination },
		});
		expect(remove.jsons).toEqual([{ deleted: true, destination }]);
	});

	it('asks once for 1,001 items with a credential that amoCRM refuses, with Continue On Fail', async () => {
		const items = Array.from({ length: 1001 }, () => ({}));
		const { requests, output } = await perform(
			(index) => ({ resource: 'lead', operation: 'get', id: index + 1 }),
			items,
			() => answer(402, { title: 'Payment Required', status: 402 }),
			true,
		);
		expect(requests).toHaveLength(1);
		expect(output).toHaveLength(1001);
		expect(output.at(-1)).toMatchObject({
			json: { error: expect.stringMatching(/^Not sent, because .* not paid/) },
			pairedItem: { item: 1000 },
		});
	});

	it('does not repeat a 403, and says what to check', async () => {
		let asked = 0;
		const error = await failure(
			perform({ resource: 'account', operation: 'get' }, [{}], () => {
				asked += 1;
				return answer(403, { title: 'Forbidden', status: 403, detail: 'Invalid scope' });
			}),
		);
		expect(asked).toBe(1);
		expect(error.message).toContain('Invalid scope');
		expect(error.description).toContain('scopes');
	});
});

describe('API Call', () => {
	const call = (values: object) => ({
		resource: 'api',
		operation: 'call',
		method: 'GET',
		...values,
	});

	it.each(['many', '', 0, -5])('sends no limit of %j rows', async (limit) => {
		const parameters = call({
			path: 'leads',
			queryParameters: { limit },
			options: { allPages: true },
		});
		const work = perform(parameters, [{}], () => {
			throw new Error('sent');
		});
		expect((await failure(work)).message).toBe(
			`Query Parameters: limit ${JSON.stringify(limit)} is not a number of rows`,
		);
	});

	it('sends what it is told to the account', async () => {
		const { requests, jsons } = await perform(
			call({
				method: 'POST',
				path: 'leads/notes',
				queryParameters: '{"a": {"b": 1}}',
				body: '[{"entity_id": 5}]',
			}),
			[{}],
			() => answer(200, { ok: true }),
		);
		expect(requests[0]).toMatchObject({ method: 'POST', body: [{ entity_id: 5 }] });
		expect(requests[0]?.url).toMatch(/\.amocrm\.ru\/api\/v4\/leads\/notes\?a\[b\]=1$/);
		expect(jsons).toEqual([{ ok: true }]);
	});

	it.each(['https://evil.com/x', '//evil.com/x', 'a b', '/x\\y', ''])(
		'refuses the path %j',
		async (path) => {
			const error = await failure(perform(call({ path }), [{}], () => answer(200, {})));
			expect(error.message).toMatch(/^Path/);
		},
	);

	it('splits a list into its rows, also over all pages', async () => {
		const rows = answer(200, { _embedded: { tags: [{ id: 1 }, { id: 2 }] } });
		for (const options of [{ splitRows: true }, { allPages: true }]) {
			const { jsons } = await perform(call({ path: 'leads/tags', options }), [{}], () => rows);
			expect(jsons).toEqual([{ id: 1 }, { id: 2 }]);
		}
	});

	it('returns the status of an answer without content when the full response is asked for', async () => {
		const options = { fullResponse: true };
		const empty = await perform(call({ path: 'leads', options }), [{}], () => answer(204));
		expect(empty.jsons).toEqual([{ status: 204, body: null }]);
		const page = { _embedded: { tags: [] } };
		const full = await perform(call({ path: 'tags', options }), [{}], () => answer(200, page));
		expect(full.jsons).toEqual([{ status: 200, body: page }]);
	});

	it('returns nothing for a read without content and success for such a write', async () => {
		const empty: Answer = () => answer(204);
		expect((await perform(call({ path: 'leads' }), [{}], empty)).jsons).toEqual([]);
		const write = call({ method: 'DELETE', path: 'roles/5' });
		expect((await perform(write, [{}], empty)).jsons).toEqual([{ success: true }]);
	});
});

it('says which operation does not exist', async () => {
	const work = perform({ resource: 'lead', operation: 'explode' }, [{}], () => answer(200));
	expect((await failure(work)).message).toContain('"explode"');
});
