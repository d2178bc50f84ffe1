import {
	answer,
	apiFixture,
	newAccountKey,
	script,
	type Step,
} from '../../tests/support/amoCrmScript';
import { sendBatches, type BatchRequest, type Model, type RefusedAt } from './batch';
import { AmoCrmError } from './errors';
import { createClient } from './send';
import type { ApiRequest, ApiResponse } from './types';

const create: BatchRequest = {
	method: 'POST',
	path: '/api/v4/leads',
	collection: 'leads',
	size: 50,
	isIsolating: true,
};

type Sent = ReadonlyArray<Model & { readonly request_id: string }>;
const sentBy = (request: ApiRequest | undefined): Sent => request?.body as Sent;

const validation = (...positions: readonly number[]): ApiResponse =>
	answer(400, {
		'validation-errors': positions.map((position) => ({
			request_id: String(position),
			errors: [{ code: 'InvalidType', path: 'price', detail: 'This value should be of type int.' }],
		})),
		title: 'Bad Request',
		status: 400,
	});

/** Creates what it is sent; answers in reverse order, as amoCRM is free to do. */
const created = (request: ApiRequest): ApiResponse =>
	answer(200, {
		_embedded: {
			leads: sentBy(request)
				.map((model) => ({ id: Number(model['name']), request_id: model.request_id }))
				.reverse(),
		},
	});

class Refused extends Error {
	constructor(readonly at: RefusedAt) {
		super(at.error.message);
	}
}

async function run(request: BatchRequest, models: readonly Model[], ...steps: readonly Step[]) {
	const { transport, requests } = script(...steps);
	const client = createClient({ transport, accountKey: newAccountKey() });
	const results = await sendBatches(client, request, models, (at) => new Refused(at));
	return { results, requests };
}

const named = (count: number): readonly Model[] =>
	Array.from({ length: count }, (_model, index) => ({ name: String(index) }));

it('reads the rows of an update of customers, which the documents call leads', async () => {
	const update: BatchRequest = {
		...create,
		method: 'PATCH',
		path: '/api/v4/customers',
		collection: 'customers',
	};
	const { results } = await run(
		update,
		[{ id: 1299433, name: 'A' }],
		answer(200, apiFixture('customers__PATCH_customers__response')),
	);
	expect(results).toMatchObject([{ id: 1299433, updated_at: 1589556420 }]);
});

it('sends 120 models in three requests and pairs each with its answer', async () => {
	const { results, requests } = await run(create, named(120), created, created, created);
	expect(requests.map((one) => sentBy(one).length)).toEqual([50, 50, 20]);
	expect(results.map((row) => (row as { id: number }).id)).toEqual([...Array(120).keys()]);
});

it('reads the documented answer to a create', async () => {
	const documented = answer(200, apiFixture('leads__POST_leads__response'));
	const { results } = await run(create, named(2), documented);
	expect(results).toMatchObject([{ id: 10185151 }, { id: 10185153 }]);
});

it('gives no item the row of another one where rows without request_id are fewer than models', async () => {
	const some = answer(200, { _embedded: { leads: [{ id: 5 }, { id: 7 }] } });
	const { results } = await run(create, named(3), some);
	expect(results).toMatchObject(Array(3).fill({ code: 'unexpectedAnswer' }));
	expect((await run(create, named(2), some)).results).toMatchObject([{ id: 5 }, { id: 7 }]);
});

it('sets the refused models apart and sends the rest again', async () => {
	const { results, requests } = await run(create, named(4), validation(1, 3), created);
	expect(results[0]).toMatchObject({ id: 0 });
	expect(results[2]).toMatchObject({ id: 2 });
	for (const bad of [results[1], results[3]]) {
		expect(bad).toBeInstanceOf(AmoCrmError);
		expect((bad as AmoCrmError).message).toContain('price: This value should be of type int.');
	}
	expect(sentBy(requests[1]).map(({ name }) => name)).toEqual(['0', '2']);
});

it('finds the bad model by halves when amoCRM names none', async () => {
	const picky = (request: ApiRequest): ApiResponse =>
		sentBy(request).some(({ name }) => name === '5') ? answer(400, {}) : created(request);
	const { results } = await run(create, named(8), ...Array<typeof picky>(15).fill(picky));
	expect(results.filter((row) => row instanceof AmoCrmError)).toHaveLength(1);
	expect(results[5]).toBeInstanceOf(AmoCrmError);
	expect(results[6]).toMatchObject({ id: 6 });
});

it('never sends a model twice after an answer that leaves open whether it was written', async () => {
	const { results, requests } = await run(
		{ ...create, size: 2 },
		named(6),
		created,
		answer(504),
		created,
	);
	expect(requests).toHaveLength(2);
	expect(results.slice(0, 2)).toMatchObject([{ id: 0 }, { id: 1 }]);
	expect((results[2] as AmoCrmError).message).toContain('HTTP 504');
	expect((results[4] as AmoCrmError).message).toMatch(/^Not sent/);
});

it('ends at the first refusal when nothing may be set apart, and names the item', async () => {
	const strict = { ...create, size: 2, isIsolating: false };
	const { transport, requests } = script(created, validation(1));
	const client = createClient({ transport, accountKey: newAccountKey() });
	const sending = sendBatches(client, strict, named(6), (at) => new Refused(at));
	await expect(sending).rejects.toMatchObject({ at: { index: 3 } });
	expect(requests).toHaveLength(2);
});

it('pairs updates by id and reports an id that amoCRM passed over', async () => {
	const update: BatchRequest = { ...create, method: 'PATCH' };
	const answered = answer(200, { _embedded: { leads: [{ id: 2, updated_at: 9 }] } });
	const { results } = await run(update, [{ id: 1 }, { id: 2 }], answered);
	expect(results[0]).toMatchObject({ code: 'unexpectedAnswer' });
	expect(results[1]).toMatchObject({ updated_at: 9 });
});

it('sends two updates of one entity one after the other', async () => {
	const update: BatchRequest = { ...create, method: 'PATCH' };
	const done = answer(200, { _embedded: { leads: [{ id: 1 }] } });
	const { requests } = await run(
		update,
		[
			{ id: 1, price: 1 },
			{ id: 1, price: 2 },
		],
		done,
		done,
	);
	expect(requests.map((one) => sentBy(one)[0]?.['price'])).toEqual([1, 2]);
});

it('keeps 0, false, null and empty lists', async () => {
	const model = { price: 0, is_main: false, loss_reason_id: null, tags_to_add: [] };
	const done = answer(200, { _embedded: { leads: [{ id: 1, request_id: '0' }] } });
	const { requests } = await run(create, [model], done);
	expect(sentBy(requests[0])[0]).toEqual({ ...model, request_id: '0' });
});

describe('where a success has no body', () => {
	const remove: BatchRequest = {
		method: 'DELETE',
		path: '/api/v4/sources',
		collection: null,
		size: 50,
		isIsolating: true,
	};
	const models = [{ id: 1 }, { id: 2 }];

	it('sends the ids alone and makes each model its own result', async () => {
		const { results, requests } = await run(remove, models, answer(204, ''));
		expect(requests).toMatchObject([{ method: 'DELETE', body: models }]);
		expect(requests[0]?.body).toEqual(models);
		expect(results).toEqual(models);
	});

	it('goes on without the model that amoCRM does not know', async () => {
		const unknown = answer(400, apiFixture('sources__DELETE_sources__response'));
		const { results, requests } = await run(remove, models, unknown, answer(204, ''));
		expect(requests.map(({ body }) => body)).toEqual([models, [{ id: 2 }]]);
		expect(results[0]).toBeInstanceOf(AmoCrmError);
		expect(results[0]).toMatchObject({
			message: expect.stringContaining('source with id = 31075178 not found (EntityNotFound)'),
		});
		expect(results[1]).toEqual({ id: 2 });
	});
});

it('tells why amoCRM left out an item of an otherwise good answer', async () => {
	const calls: BatchRequest = { ...create, path: '/api/v4/calls', collection: 'calls' };
	const partly = answer(200, {
		_total_items: 1,
		errors: [
			{ request_id: '0', status: 263, title: 'Entity not found', detail: 'Entity not found' },
		],
		_embedded: { calls: [{ id: 5, request_id: '1' }] },
	});
	const { results } = await run(calls, [{ phone: '1' }, { phone: '2' }], partly);
	expect(results[0]).toMatchObject({
		message: 'amoCRM did not write this item: Entity not found',
	});
	expect(results[1]).toMatchObject({ id: 5 });
});

it('pairs the models that amoCRM merged with their one row, in an answer without an envelope', async () => {
	const complex: BatchRequest = { ...create, path: '/api/v4/leads/complex' };
	const merged = answer(200, [
		{ id: 7, merged: true, request_id: ['2', '0'] },
		{ id: 8, merged: false, request_id: ['1'] },
	]);
	const models = [{ name: 'A' }, { name: 'B' }, { name: 'C' }];
	const { results } = await run(complex, models, merged);
	expect(results).toMatchObject([{ id: 7 }, { id: 8 }, { id: 7 }]);
});
