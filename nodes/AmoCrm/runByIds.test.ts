import type { IHttpRequestOptions } from 'n8n-workflow';
import { answer, failure, leads, perform, type Answer } from '../../tests/support/nodeRun';

const idsIn = ({ url }: IHttpRequestOptions): readonly number[] =>
	new URL(url).searchParams.getAll('filter[id][]').map(Number);

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

	it('asks nothing for an empty list, which an expression gives when there is nobody to look up', async () => {
		const { output, requests } = await perform(() => getByIds([]), [{}], known);
		expect(output).toEqual([]);
		expect(requests).toEqual([]);
	});
});
