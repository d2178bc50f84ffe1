import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decode } from '../../src/events/decode';
import { normalise } from '../../src/events/normalise';
import { eventually } from '../support/eventually';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;
let server: Server;
let received: string[];

beforeEach(async () => {
	received = [];
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			received.push(body);
			response.writeHead(200).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	box = await testSandbox();
	await box.control.post('/limit', { requestsPerSecond: null });
});

afterEach(async () => {
	await box.sandbox.close();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const customerOf = () => {
	const [customer] = box.sandbox.store.data.customers.values();
	if (!customer) throw new Error('no customer is seeded');
	return customer;
};

it('a changed customer is told with the members that consumers read', async () => {
	const { port } = server.address() as AddressInfo;
	const destination = `http://127.0.0.1:${port}/hook`;
	await box.api.post('/webhooks', { destination, settings: ['update_customer'] });
	const { id } = customerOf();
	await box.api.patch(`/customers/${id}`, { name: 'Anna', next_price: 7 });
	await eventually('a body', async () => received.length >= 1, 5);
	const { events, problems } = normalise(decode(Buffer.from(received[0] ?? '')), {
		accountId: 31_000_001,
	});
	expect(problems).toEqual([]);
	expect(events).toMatchObject([{ event: 'customer.update', id }]);
	const synthetic = readFileSync(
		join(__dirname, '../fixtures/webhooks/synthetic-customers-update.txt'),
		'utf8',
	);
	const keys = (body: string) => [...new URLSearchParams(body.trim()).keys()].sort();
	expect(keys(received[0] ?? '')).toEqual(keys(synthetic));
});

it('another status stands in the log of events', async () => {
	const { id, status_id } = customerOf();
	await box.api.patch(`/customers/${id}`, { status_id: 4_740_028 });
	const { data } = await box.api.get('/events?filter[type][]=customer_status_changed');
	expect(data._embedded.events).toMatchObject([
		{
			entity_type: 'customer',
			entity_id: id,
			value_after: [{ customer_status: { id: 4_740_028 } }],
			value_before: [{ customer_status: { id: status_id } }],
		},
	]);
});

it('a purchase and its removal are reckoned into the customer', async () => {
	const { id, bonus_points } = customerOf();
	const path = `/customers/${id}/transactions`;
	const { data } = await box.api.post(`${path}?accrue_bonus=1`, [{ price: 100 }, { price: 50 }]);
	const bought = { ltv: 150, purchases_count: 2, average_check: 75 };
	expect((await box.api.get(`/customers/${id}`)).data).toMatchObject(bought);
	expect(customerOf().bonus_points).toBe(bonus_points + 15);
	await box.api.delete(`${path}/${data._embedded.transactions[0].id}`);
	const left = { ltv: 50, purchases_count: 1, average_check: 50 };
	expect((await box.api.get(`/customers/${id}`)).data).toMatchObject(left);
});

it('customers lose a deleted segment and leave a deleted status', async () => {
	const { id, segments, status_id } = customerOf();
	expect((await box.api.delete(`/customers/segments/${segments[0]}`)).status).toBe(204);
	expect(customerOf().segments).toEqual([]);
	await box.api.patch('/customers/mode', { mode: 'periodicity', is_enabled: true });
	expect((await box.api.delete(`/customers/statuses/${status_id}`)).status).toBe(204);
	const { data } = await box.api.get(`/customers/${id}`);
	expect(data.status_id).toBe(4_740_010);
});

it('the account and the contacts know of customers', async () => {
	const { contacts, id } = customerOf();
	const { data } = await box.api.get(`/contacts/${contacts[0]?.id}?with=customers`);
	expect(data._embedded.customers).toMatchObject([{ id }]);
	expect((await box.api.get('/account')).data.customers_mode).toBe('segments');
	await box.api.patch('/customers/mode', { mode: 'segments', is_enabled: false });
	expect((await box.api.get('/account')).data.customers_mode).toBe('disabled');
});

it.each([
	['PATCH', '/customers/mode', { mode: 'segments', is_enabled: true }],
	['POST', '/customers/segments', { name: 'A' }],
	['DELETE', '/customers/segments/51', undefined],
] as const)('%s %s is for admins only', async (method, url, data) => {
	const { users } = box.sandbox.store.data;
	box.sandbox.store.replace({
		...box.sandbox.store.data,
		users: users.map((user) => ({ ...user, is_admin: false })),
	});
	expect(await box.api.request({ method, url, data })).toMatchObject({
		status: 403,
		data: { detail: 'Access denied' },
	});
});

it.each([
	['POST', '/customers/mode', {}, 405],
	['PATCH', '/customers/mode', { mode: 'dynamic', is_enabled: true }, 400],
	['PATCH', '/customers/mode', { mode: 'segments' }, 400],
	['POST', '/customers/1299433/bonus_points', {}, 400],
	['POST', '/customers/1299433/bonus_points', { earn: 1, redeem: 1 }, 400],
	['POST', '/customers/1299433/bonus_points', { earn: -1 }, 400],
	['POST', '/customers/transactions', [{ price: 1 }], 405],
	['POST', '/customers/1299433/transactions', [{ comment: 'A' }], 400],
	['POST', '/customers/1299433/transactions', [], 400],
	['DELETE', '/customers/1299433', undefined, 405],
	['POST', '/customers', [{ name: 'A', status_id: 1 }], 400],
	['POST', '/customers', [{ name: 'A', _embedded: { segments: [{ id: 1 }] } }], 400],
	['POST', '/customers/segments', [{ name: 'A' }], 400],
	['POST', '/customers/segments', {}, 400],
] as const)('%s %s %j is refused', async (method, url, data, status) => {
	const before = box.sandbox.store.data.customers.size;
	expect((await box.api.request({ method, url, data })).status).toBe(status);
	expect(box.sandbox.store.data.customers.size).toBe(before);
});

it('a state file from before there were customers opens with none of them', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'sandbox-customers-'));
	const stateFile = join(folder, 'sandbox.json');
	try {
		await (await testSandbox({ stateFile })).sandbox.close();
		const { version, data } = JSON.parse(readFileSync(stateFile, 'utf8'));
		for (const name of ['customers', 'customersSetting', 'customerStatuses', 'segments']) {
			delete data[name];
		}
		delete data.transactions;
		delete data.fields.customers;
		delete data.tags.customers;
		writeFileSync(stateFile, JSON.stringify({ version, data }));
		const old = await testSandbox({ stateFile });
		expect((await old.api.get('/customers')).status).toBe(204);
		expect((await old.api.get('/customers/segments')).status).toBe(200);
		expect((await old.api.post('/customers', [{ name: 'Anna' }])).status).toBe(200);
		await old.sandbox.close();
	} finally {
		rmSync(folder, { recursive: true });
	}
});
