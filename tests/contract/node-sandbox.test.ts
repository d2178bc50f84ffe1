import type { IDataObject } from 'n8n-workflow';
import { run } from '../../nodes/AmoCrm/run';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { executeContext, fetchHttp } from '../support/executeContext';

const token = 'node-sandbox-token';
let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox({ port: 0, token });
});

afterAll(async () => {
	await sandbox.close();
});

type Parameters = Readonly<Record<string, unknown>>;

async function perform(
	parameters: Parameters | ((itemIndex: number) => Parameters),
	items: readonly IDataObject[] = [{}],
	continueOnFail = false,
) {
	const context = executeContext({
		parameters,
		items,
		continueOnFail,
		credential: { domain: 'sandbox', sandboxUrl: sandbox.url, accessToken: token },
		http: fetchHttp,
	});
	const [output = []] = await run(context);
	return output.map(({ json }) => json);
}

const lead = (operation: string, values: Parameters = {}): Parameters => ({
	resource: 'lead',
	operation,
	...values,
});

it('creates many leads at once, reads them back by their ids and changes them', async () => {
	const names = Array.from({ length: 120 }, (_name, index) => `Node lead ${index}`);
	const items = names.map((name) => ({ name }));
	const created = await perform(
		(index) => lead('create', { name: names[index], additionalFields: { price: 0, tags: 'node' } }),
		items,
	);
	const ids = created.map(({ id }) => id);
	expect(new Set(ids).size).toBe(120);

	const read = await perform(
		(index) => lead('getByIds', { id: ids[index], with: ['contacts'] }),
		items,
	);
	expect(read.map(({ name }) => name)).toEqual(names);
	expect(read[0]).toMatchObject({ price: 0, _embedded: { tags: [{ name: 'node' }] } });

	await perform(
		(index) => lead('update', { id: ids[index], updateFields: { price: index } }),
		items,
	);
	const changed = await perform((index) => lead('getByIds', { id: ids[index] }), items);
	expect(changed.map(({ price }) => price)).toEqual([...names.keys()]);
});

it('lets amoCRM refuse one item and takes the others, with Continue On Fail', async () => {
	const prices = [1, 'nothing to count', 3];
	const output = await perform(
		(index) =>
			lead('create', { name: `Priced ${index}`, additionalJson: { price: prices[index] } }),
		[{}, {}, {}],
		true,
	);
	expect(output[0]).toHaveProperty('id');
	expect(output[1]).toEqual({ error: expect.stringContaining('price') });
	expect(output[2]).toHaveProperty('id');
});

it('gives rows of all pages, and none where nothing matches', async () => {
	const all = await perform(lead('getAll', { returnAll: true }));
	expect(all.length).toBeGreaterThan(120);
	expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
	expect(await perform(lead('getAll', { limit: 3, sort: 'id:desc' }))).toHaveLength(3);
	expect(await perform(lead('getAll', { query: 'no such lead anywhere' }))).toEqual([]);
	const some = await perform(lead('getAll', { filters: { id: '12345' } }));
	expect(some.map(({ id }) => id)).toEqual([12345]);
});

it('does not know the leads that are not there', async () => {
	const known = await perform(
		lead('getByIds', { id: '12345, 999999999', options: { unknownIds: 'notFound' } }),
	);
	expect(known).toMatchObject([{ id: 12345 }, { id: 999999999, found: false }]);
	await expect(perform(lead('get', { id: 999999999 }))).rejects.toThrow('amoCRM has no such lead');
});

it('makes, lists and removes a webhook', async () => {
	const destination = `${sandbox.url}/jarvis/amocrm`;
	const webhook = (operation: string, values: Parameters): Parameters => ({
		resource: 'webhook',
		operation,
		...values,
	});
	await perform(webhook('create', { destination, settings: 'add_lead,status_lead' }));
	const listed = await perform(webhook('getAll', { returnAll: true, filters: { destination } }));
	expect(listed).toMatchObject([{ destination, settings: ['add_lead', 'status_lead'] }]);
	await perform(webhook('delete', { destination }));
	expect(await perform(webhook('getAll', { filters: { destination } }))).toEqual([]);
});

it.each([
	['account', 'get', {}, { subdomain: 'sandbox' }],
	['pipeline', 'getAll', {}, { id: expect.any(Number) }],
	['user', 'getAll', {}, { id: expect.any(Number) }],
	['contact', 'getAll', { limit: 1 }, { id: expect.any(Number) }],
	['company', 'getAll', { limit: 1 }, { id: expect.any(Number) }],
	['api', 'call', { method: 'GET', path: 'account' }, { subdomain: 'sandbox' }],
])('reads %s %s', async (resource, operation, values, row) => {
	const output = await perform({ resource, operation, ...values });
	expect(output[0]).toMatchObject(row);
	expect(output[0]).not.toHaveProperty('_embedded.users');
});

it('tells to make a new token when amoCRM does not accept it', async () => {
	const context = executeContext({
		parameters: { resource: 'account', operation: 'get' },
		credential: { domain: 'sandbox', sandboxUrl: sandbox.url, accessToken: 'wrong' },
		http: fetchHttp,
	});
	await expect(run(context)).rejects.toMatchObject({
		message: expect.stringContaining('did not accept the credential'),
		description: expect.stringContaining('new long-lived token'),
	});
});

it('never makes the sandbox answer 429, with 40 reads at once', async () => {
	const reads = Array.from({ length: 40 }, () =>
		perform({ resource: 'account', operation: 'get' }),
	);
	await expect(Promise.all(reads)).resolves.toHaveLength(40);
	const seen = await (await fetch(`${sandbox.url}/_sandbox/requests`)).text();
	expect(seen).toContain('"status":200');
	expect(seen).not.toContain('"status":429');
}, 20_000);

it('reads an event of the list again by its id', async () => {
	const [created] = await perform(lead('create', { name: 'Of an event' }));
	const [listed] = await perform({
		resource: 'event',
		operation: 'getAll',
		filters: { entity: 'lead', entityId: created?.['id'], type: 'lead_added' },
	});
	const [read] = await perform({ resource: 'event', operation: 'get', id: listed?.['id'] });
	expect(read).toMatchObject({ type: 'lead_added', entity_id: created?.['id'] });
	expect(read?.['id']).toBe(listed?.['id']);
});
