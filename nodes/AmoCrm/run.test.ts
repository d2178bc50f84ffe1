import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { executeContext, type HttpAnswer } from '../../tests/support/executeContext';
import { run } from './run';

type Parameters = Readonly<Record<string, unknown>>;
type Answer = (options: IHttpRequestOptions) => HttpAnswer;

const answer = (statusCode: number, body: unknown = ''): HttpAnswer => ({
	statusCode,
	headers: {},
	body,
});
const leads = (rows: readonly object[]): HttpAnswer => answer(200, { _embedded: { leads: rows } });
const idsIn = ({ url }: IHttpRequestOptions): readonly number[] =>
	new URL(url).searchParams.getAll('filter[id][]').map(Number);
const modelsIn = ({ body }: IHttpRequestOptions) => body as ReadonlyArray<Record<string, unknown>>;

/** Every test talks to an account of its own: the limit is kept per account. */
let accounts = 0;

async function perform(
	parameters: Parameters | ((itemIndex: number) => Parameters),
	items: readonly IDataObject[],
	respond: Answer,
	continueOnFail = false,
) {
	const requests: IHttpRequestOptions[] = [];
	const context = executeContext({
		parameters,
		items,
		continueOnFail,
		credential: { domain: 'amocrm.ru', subdomain: `run-${(accounts += 1)}`, accessToken: 't' },
		http: async (_type, options) => {
			requests.push(options);
			return respond(options);
		},
	});
	const [output = []] = await run(context);
	return { output, requests, jsons: output.map(({ json }) => json) };
}

const failure = async (work: Promise<unknown>): Promise<NodeApiError | NodeOperationError> =>
	await work.then(
		() => {
			throw new Error('nothing was thrown');
		},
		(error: NodeApiError | NodeOperationError) => error,
	);

describe('Get by IDs', () => {
	const getByIds = (id: unknown, options: object = {}, parts: readonly string[] = []) => ({
		resource: 'lead',
		operation: 'getByIds',
		id,
		with: parts,
		options,
	});
	const known: Answer = (request) => {
		const ids = idsIn(request).filter((id) => id < 9000);
		return ids.length === 0 ? answer(204) : leads(ids.map((id) => ({ id, name: `L${id}` })));
	};

	it('asks once for 250 items and pairs each output item with its input item', async () => {
		const items = Array.from({ length: 250 }, (_item, index) => ({ leadId: 250 - index }));
		const { output, requests } = await perform(
			(index) => getByIds(items[index]?.leadId),
			items,
			known,
		);
		expect(requests).toHaveLength(1);
		expect(output.map(({ json }) => json['id'])).toEqual(items.map(({ leadId }) => leadId));
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_one, item) => ({ item })),
		);
	});

	it('asks for an id once however many items name it, as text or as a number', async () => {
		const ids = ['5', 5, '6'];
		const { jsons, requests } = await perform((index) => getByIds(ids[index]), [{}, {}, {}], known);
		expect(requests.map(idsIn)).toEqual([[5, 6]]);
		expect(jsons.map(({ id }) => id)).toEqual([5, 5, 6]);
	});

	it('takes several ids of one item', async () => {
		const { output } = await perform(getByIds('5, 6'), [{}], known);
		expect(output).toMatchObject([
			{ json: { id: 5 }, pairedItem: { item: 0 } },
			{ json: { id: 6 }, pairedItem: { item: 0 } },
		]);
	});

	it('asks separately for items that want different parts', async () => {
		const parts = [['contacts'], ['loss_reason'], ['contacts']];
		const { requests } = await perform(
			(index) => getByIds(index + 1, {}, parts[index]),
			[{}, {}, {}],
			known,
		);
		const asked = requests.map((one) => [new URL(one.url).searchParams.get('with'), idsIn(one)]);
		expect(asked).toEqual([
			['contacts', [1, 3]],
			['loss_reason', [2]],
		]);
	});

	it('yields nothing for an id that amoCRM does not know, and no phantom for 204', async () => {
		expect((await perform(getByIds(9999), [{}], known)).output).toEqual([]);
	});

	it('says so instead, when asked to', async () => {
		const { jsons } = await perform(getByIds(9999, { unknownIds: 'notFound' }), [{}], known);
		expect(jsons).toEqual([{ id: 9999, found: false }]);
	});

	it('fails the item instead, when asked to', async () => {
		const error = await failure(
			perform(
				(index) => getByIds(index === 0 ? 5 : 9999, { unknownIds: 'error' }),
				[{}, {}],
				known,
			),
		);
		expect(error.message).toBe('amoCRM has no lead 9999');
		expect(error.context['itemIndex']).toBe(1);
	});

	it('puts the result into a field of the input item, beside the time before the request', async () => {
		const before = new Date().toISOString();
		let asked = '';
		const { jsons } = await perform(
			(index) =>
				getByIds(index === 0 ? 5 : 9999, { unknownIds: 'notFound', outputField: 'details' }),
			[{ event: 'lead.add' }, { event: 'lead.update' }],
			(request) => {
				asked = new Date().toISOString();
				return known(request);
			},
		);
		expect(jsons).toMatchObject([
			{ event: 'lead.add', details: { id: 5, name: 'L5' }, found: true },
			{ event: 'lead.update', details: null, found: false },
		]);
		const fetchedAt = String(jsons[0]?.['fetchedAt']);
		expect(fetchedAt >= before && fetchedAt <= asked).toBe(true);
	});

	it('lets one item without an id fail and the others pass, with Continue On Fail', async () => {
		const ids = [5, '', 6];
		const { output } = await perform((index) => getByIds(ids[index]), [{}, {}, {}], known, true);
		expect(output).toMatchObject([
			{ json: { id: 5 } },
			{ json: { error: 'ID is empty' }, pairedItem: { item: 1 } },
			{ json: { id: 6 } },
		]);
	});
});

describe('Create and Update', () => {
	const names = ['A', 'B', 'C'];
	const create = (index: number) => ({
		resource: 'lead',
		operation: 'create',
		name: names[index],
		additionalFields: { price: 0 },
	});
	const created: Answer = (request) =>
		leads(
			modelsIn(request).map(({ name, request_id }) => ({
				id: String(name).charCodeAt(0),
				request_id,
				_links: { self: {} },
			})),
		);

	it('sends A, B, C for the items A, B, C, in one request, and 0 as 0', async () => {
		const { output, requests } = await perform(create, [{}, {}, {}], created);
		expect(requests).toHaveLength(1);
		expect(requests[0]?.body).toMatchObject(names.map((name) => ({ name, price: 0 })));
		expect(output).toEqual(
			[65, 66, 67].map((id, item) => ({ json: { id }, pairedItem: { item } })),
		);
	});

	it('lets one refused item fail and the others pass, with Continue On Fail', async () => {
		const picky: Answer = (request) => {
			const position = modelsIn(request).findIndex(({ name }) => name === 'B');
			if (position < 0) return created(request);
			const errors = [{ code: 'TooLong', path: 'name', detail: 'This value is too long.' }];
			return answer(400, { 'validation-errors': [{ request_id: `${position}`, errors }] });
		};
		const { output, requests } = await perform(create, [{}, {}, {}], picky, true);
		expect(requests).toHaveLength(2);
		expect(output).toMatchObject([
			{ json: { id: 65 }, pairedItem: { item: 0 } },
			{
				json: { error: expect.stringContaining('name: This value is too long. (TooLong)') },
				pairedItem: { item: 1 },
			},
			{ json: { id: 67 }, pairedItem: { item: 2 } },
		]);
	});

	it('ends at the refused item without Continue On Fail, with field and reason', async () => {
		const errors = [{ code: 'TooLong', path: 'name', detail: 'This value is too long.' }];
		const body = { 'validation-errors': [{ request_id: '2', errors }] };
		const error = await failure(perform(create, [{}, {}, {}], () => answer(400, body)));
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toContain('name: This value is too long. (TooLong)');
		expect(error.context['itemIndex']).toBe(2);
		expect(error.description).toContain('POST /api/v4/leads');
	});

	it('never repeats a create after 504', async () => {
		let asked = 0;
		const error = await failure(
			perform(create, [{}], () => {
				asked += 1;
				return answer(504, 'Gateway Timeout');
			}),
		);
		expect(asked).toBe(1);
		expect(error.message).toContain('HTTP 504');
	});

	it('updates each item by its own id', async () => {
		const { requests, jsons } = await perform(
			(index) => ({
				resource: 'lead',
				operation: 'update',
				id: String(index + 1),
				updateFields: { price: index * 10 },
			}),
			[{}, {}],
			(request) => leads(modelsIn(request).map(({ id }) => ({ id, updated_at: 7 }))),
		);
		expect(requests[0]?.method).toBe('PATCH');
		expect(requests[0]?.body).toMatchObject([
			{ id: 1, price: 0 },
			{ id: 2, price: 10 },
		]);
		expect(jsons).toEqual([
			{ id: 1, updated_at: 7 },
			{ id: 2, updated_at: 7 },
		]);
	});

	it('names the item whose parameter is wrong before anything is sent', async () => {
		const error = await failure(
			perform(
				(index) => ({ ...create(index), additionalFields: { price: index === 1 ? 'much' : 1 } }),
				[{}, {}],
				() => answer(500),
			),
		);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe('Price: "much" is not a number');
		expect(error.context['itemIndex']).toBe(1);
	});
});

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
