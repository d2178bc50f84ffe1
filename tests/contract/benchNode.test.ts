import { runProgram } from '../../bench/childProgram';
import { createLeads, returnAllLeads } from '../../bench/node/amoCrmNode';
import { createNaively } from '../../bench/node/httpRequestNode';
import type { Account, NodeReport, ReturnAllMemory } from '../../bench/node/job';
import { leadItems } from '../../bench/node/leadItems';
import { memoryBesideRows } from '../../bench/node/memoryBesideRows';
import { busiestSecond } from '../support/busiestSecond';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

/** What the bench says of the AmoCRM node holds only if both sides do the work they are timed for. */
interface Seen {
	readonly at: number;
	readonly method: string;
	readonly status: number;
}

const anyNumber = 100_000;
let box: TestSandbox;
let account: Account;

beforeAll(async () => {
	box = await testSandbox();
	account = { url: box.sandbox.url, token: sandboxToken };
});

afterAll(() => box.sandbox.close());

beforeEach(async () => {
	await box.control.post('/reset');
	await box.control.post('/limit', { requestsPerSecond: null });
});

const requests = async (): Promise<readonly Seen[]> =>
	(await box.control.get<readonly Seen[]>('/requests')).data;

const benchLeads = () =>
	[...box.sandbox.store.data.leads.values()]
		.filter(({ name }) => name.startsWith('Bench lead '))
		.map(({ name, price }) => ({ name, price }))
		.sort((a, b) => a.price - b.price);

const wanted = (count: number) =>
	Array.from({ length: count }, (_lead, price) => ({ name: `Bench lead ${price}`, price }));

it('the node makes every item a lead, 50 with a request', async () => {
	const output = await createLeads(account, leadItems(120), anyNumber);
	expect(new Set(output.map(({ json }) => json['id'])).size).toBe(120);
	expect(benchLeads()).toEqual(wanted(120));
	expect((await requests()).map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
});

it('the naive side makes every item a lead, each with a request of its own', async () => {
	const pace = { itemsPerBatch: 50, batchIntervalMs: 1 };
	const output = await createNaively(account, leadItems(120), pace);
	expect(output.filter(({ json }) => 'error' in json)).toEqual([]);
	expect(benchLeads()).toEqual(wanted(120));
	expect(await requests()).toHaveLength(120);
});

it('the naive side sends a batch, waits, sends the next, and loses what is refused', async () => {
	const paced = { itemsPerBatch: 3, batchIntervalMs: 1100 };
	await createNaively(account, leadItems(6), paced);
	expect(busiestSecond((await requests()).map(({ at }) => at))).toBe(3);

	await box.control.post('/reset');
	const output = await createNaively(account, leadItems(20), { ...paced, itemsPerBatch: 20 });
	expect(output.filter(({ json }) => 'error' in json)).toHaveLength(13);
	expect(benchLeads()).toHaveLength(7);
});

it('the node under the limit is refused nothing', async () => {
	await box.control.post('/reset');
	await createLeads(account, leadItems(400), 7);
	expect((await requests()).map(({ status }) => status)).toEqual(Array(8).fill(200));
	expect(benchLeads()).toHaveLength(400);
});

it('Return All gives every lead once, and the memory of its rows is told from the rest', async () => {
	await box.control.post('/bulk', { leads: 5000, contacts: 0, companies: 0, changes: 0 });
	const all = box.sandbox.store.data.leads.size;
	const rows = await returnAllLeads(account, anyNumber, () => undefined);
	expect(rows).toHaveLength(all);
	expect(new Set(rows.map(({ json }) => json['id'])).size).toBe(all);

	// In the bench's own process: in Jest's, the leftovers of other files weigh more than these rows.
	const { items, memory } = await runProgram<NodeReport>({
		program: 'node/program.js',
		node: process.execPath,
		input: {
			account,
			task: { kind: 'returnAll', requestsPerSecond: anyNumber, pagesPerSample: 5 },
		},
		signal: AbortSignal.timeout(25_000),
	});
	expect(items).toBe(all);
	const { rowMegabytesPer1000, pages } = memoryBesideRows(memory as ReturnAllMemory, items, 250);
	expect(pages.map(({ page }) => page)).toEqual([5, 10, 15, 20]);
	// A lead is half a kilobyte at least; what was let go is not counted among what is beside the rows.
	expect(rowMegabytesPer1000).toBeGreaterThan(0.3);
	expect(rowMegabytesPer1000).toBeLessThan(5);
}, 30_000);
