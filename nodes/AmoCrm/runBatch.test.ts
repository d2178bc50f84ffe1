import type { IHttpRequestOptions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { answer, failure, leads, perform, type Answer } from '../../tests/support/nodeRun';

const modelsIn = ({ body }: IHttpRequestOptions) => body as ReadonlyArray<Record<string, unknown>>;

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
