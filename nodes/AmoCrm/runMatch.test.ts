import type { IHttpRequestOptions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { answer, failure, perform, type Answer } from '../../tests/support/nodeRun';

interface Stored {
	readonly id: number;
	readonly name?: string;
	readonly phone: string;
}

const contacts = (rows: readonly object[]) => answer(200, { _embedded: { contacts: rows } });
const modelsIn = ({ body }: IHttpRequestOptions) => body as ReadonlyArray<Record<string, unknown>>;

const phoneIn = (model: Record<string, unknown>): string => {
	const [field] = model['custom_fields_values'] as ReadonlyArray<{ values: [{ value: string }] }>;
	return field?.values[0].value ?? '';
};

/** Keeps contacts, and finds them by a part of their phone as amoCRM does. */
function account(...stored: Stored[]): Answer {
	return (request) => {
		const query = new URL(request.url).searchParams.get('query') ?? '';
		if (request.method === 'GET') {
			const found = stored.filter(({ phone }) => phone.includes(query));
			const rows = found.map(({ phone, ...row }) => ({
				...row,
				custom_fields_values: [{ field_code: 'PHONE', values: [{ value: phone }] }],
			}));
			return rows.length > 0 ? contacts(rows) : answer(204);
		}
		if (request.method === 'PATCH') {
			return contacts(modelsIn(request).map(({ id }) => ({ id, updated_at: 5, _links: {} })));
		}
		return contacts(
			modelsIn(request).map((model) => {
				const id = 100 + stored.length;
				stored.push({ id, phone: phoneIn(model) });
				return { id, request_id: model['request_id'], _links: {} };
			}),
		);
	};
}

const phones = (...all: readonly string[]) => ({
	items: all.map(() => ({})),
	parameters:
		(operation: string, more: (index: number) => object = () => ({})) =>
		(index: number) => ({
			resource: 'contact',
			operation,
			matchBy: 'phone',
			matchValue: all[index],
			...more(index),
		}),
});

const counted = (requests: readonly IHttpRequestOptions[], method: string): number =>
	requests.filter((one) => one.method === method).length;

describe('Find or Create', () => {
	it('creates nothing when it is run again', async () => {
		const people = account();
		const { items, parameters } = phones('8 999 123-45-67', '+7 (999) 1234567', '+15551234567');
		const once = await perform(parameters('findOrCreate'), items, people);
		expect(once.output).toEqual([
			{ json: { id: 100, outcome: 'created', matches: 0 }, pairedItem: { item: 0 } },
			{ json: { id: 100, outcome: 'matched', matches: 1 }, pairedItem: { item: 1 } },
			{ json: { id: 101, outcome: 'created', matches: 0 }, pairedItem: { item: 2 } },
		]);
		expect(counted(once.requests, 'POST')).toBe(1);

		const again = await perform(parameters('findOrCreate'), items, people);
		expect(again.jsons).toMatchObject([
			{ id: 100, outcome: 'matched', matches: 1 },
			{ id: 100, outcome: 'matched', matches: 1 },
			{ id: 101, outcome: 'matched', matches: 1 },
		]);
		expect(counted(again.requests, 'POST')).toBe(0);
	});

	it('creates nothing when it is run again by somebody who writes the phone otherwise', async () => {
		const people = account();
		const written = (value: string) => () => ({
			customFields: { values: [{ field: 'PHONE', value }] },
		});
		const first = phones('8 999 123-45-67');
		const made = first.parameters('upsert', written('8 999 123-45-67'));
		const once = await perform(made, first.items, people);
		expect(once.jsons).toMatchObject([{ id: 100, outcome: 'created' }]);
		expect(once.requests.at(-1)?.body).toMatchObject([
			{ custom_fields_values: [{ field_code: 'PHONE', values: [{ value: '+79991234567' }] }] },
		]);

		const later = phones('+7 (999) 1234567');
		const again = await perform(later.parameters('findOrCreate'), later.items, people);
		expect(again.jsons).toMatchObject([{ id: 100, outcome: 'matched', matches: 1 }]);
	});

	it('creates nobody where the search failed', async () => {
		const { items, parameters } = phones('+79991234567', '+79991234568');
		const error = await failure(perform(parameters('findOrCreate'), items, () => answer(403)));
		expect(error).toBeInstanceOf(NodeApiError);
		const requests: string[] = [];
		const refusing: Answer = ({ method = 'GET' }) => {
			requests.push(method);
			return answer(403);
		};
		const { jsons } = await perform(parameters('findOrCreate'), items, refusing, true);
		expect(jsons).toHaveLength(2);
		expect(jsons.every(({ error: reason }) => typeof reason === 'string')).toBe(true);
		expect(new Set(requests)).toEqual(new Set(['GET']));
	});

	it('goes on with the others where the search for one is denied', async () => {
		const people = account({ id: 5, phone: '+79991234568' });
		const picky: Answer = (request) =>
			request.url.includes('query=9991234567')
				? answer(403, { title: 'Forbidden', status: 403 })
				: people(request);
		const { items, parameters } = phones(
			'+79991234567',
			'+79991234568',
			'89991234567',
			'+79991234569',
		);
		const { jsons, requests } = await perform(parameters('findOrCreate'), items, picky, true);
		expect(jsons).toMatchObject([
			{ error: expect.stringContaining('denied') },
			{ id: 5, outcome: 'matched' },
			{ error: expect.stringContaining('denied') },
			{ id: 101, outcome: 'created' },
		]);
		expect(requests.filter(({ method }) => method === 'POST').map(modelsIn)).toMatchObject([
			[{ custom_fields_values: [{ values: [{ value: '+79991234569' }] }] }],
		]);
	});

	it('does not try a refused creation again for the next item of the same person', async () => {
		const refusing: Answer = ({ method }) => (method === 'GET' ? answer(204) : answer(504));
		const { items, parameters } = phones('+79991234567', '89991234567');
		const { jsons, requests } = await perform(parameters('findOrCreate'), items, refusing, true);
		expect(counted(requests, 'POST')).toBe(1);
		expect(jsons).toHaveLength(2);
		expect(jsons.every(({ error }) => typeof error === 'string')).toBe(true);
	});

	it('ends at an item without a value before anything is sent', async () => {
		const { items, parameters } = phones('+79991234567', '');
		let sent = 0;
		const error = await failure(
			perform(parameters('findOrCreate'), items, () => {
				sent += 1;
				return answer(204);
			}),
		);
		expect(error.message).toBe('Match Value is empty');
		expect(error.context['itemIndex']).toBe(1);
		expect(sent).toBe(0);
	});
});

describe('Create or Update', () => {
	const renamed = (index: number) => ({ name: `N${index}` });

	it('changes one person for two items in their order, in requests of their own', async () => {
		const { items, parameters } = phones('89991234567', '+79991234567');
		const people = account({ id: 5, phone: '+79991234567' });
		const { jsons, requests } = await perform(parameters('upsert', renamed), items, people);
		expect(jsons).toEqual([
			{ id: 5, updated_at: 5, outcome: 'updated', matches: 1 },
			{ id: 5, updated_at: 5, outcome: 'updated', matches: 1 },
		]);
		const changes = requests.filter(({ method }) => method === 'PATCH').map(modelsIn);
		expect(changes).toMatchObject([[{ id: 5, name: 'N0' }], [{ id: 5, name: 'N1' }]]);
	});

	it('writes eight people with two requests for each way, at three in a request', async () => {
		const all = Array.from({ length: 8 }, (_none, n) => `+7999123000${n}`);
		const known = all.slice(0, 4).map((phone, id) => ({ id: id + 1, phone }));
		const { items, parameters } = phones(...all);
		const batched = (index: number) => ({ ...renamed(index), options: { batchSize: 3 } });
		const run = await perform(parameters('upsert', batched), items, account(...known));
		expect(counted(run.requests, 'GET')).toBe(8);
		expect(counted(run.requests, 'POST')).toBe(2);
		expect(counted(run.requests, 'PATCH')).toBe(2);
		expect(run.jsons.map(({ outcome }) => outcome)).toEqual([
			...known.map(() => 'updated'),
			...known.map(() => 'created'),
		]);
	});

	it('names the item whose change is refused', async () => {
		const people = account({ id: 5, phone: '+79991234567' }, { id: 6, phone: '+79991234568' });
		const errors = [{ code: 'TooLong', path: 'name', detail: 'This value is too long.' }];
		const picky: Answer = (request) =>
			request.method === 'PATCH'
				? answer(400, { 'validation-errors': [{ request_id: '1', errors }] })
				: people(request);
		const { items, parameters } = phones('+79991234567', '+79991234569', '+79991234568');
		const error = await failure(perform(parameters('upsert', renamed), items, picky));
		expect(error.message).toContain('name: This value is too long. (TooLong)');
		expect(error.context['itemIndex']).toBe(2);
		expect(error.description).toContain('PATCH /api/v4/contacts');
	});
});
