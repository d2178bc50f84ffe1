import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { testSandbox, type TestSandbox } from '../support/sandbox';

interface Received {
	readonly headers: IncomingHttpHeaders;
	readonly httpVersion: string;
	readonly body: string;
	/** `leads[add][0][id]` and so on, in order of arrival. */
	readonly pairs: ReadonlyArray<readonly [string, string]>;
}

let box: TestSandbox;
let server: Server;
let destination: string;
let received: Received[];
let answer: { status: number; delayMs: number };

beforeEach(async () => {
	received = [];
	answer = { status: 200, delayMs: 0 };
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			const pairs = [...new URLSearchParams(body)];
			received.push({ headers: request.headers, httpVersion: request.httpVersion, body, pairs });
			setTimeout(() => response.writeHead(answer.status).end(), answer.delayMs);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	destination = `http://127.0.0.1:${(server.address() as AddressInfo).port}/amocrm?secret=kept-quiet`;
	box = await testSandbox();
});

afterEach(async () => {
	await box.sandbox.close();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const subscribe = (...settings: string[]) => box.api.post('/webhooks', { destination, settings });

const deliveries = async (): Promise<
	Array<{
		id: number;
		state: string;
		events: string[];
		destination: string;
		attempts: Array<{ status: number | null; error: string | null; ms: number }>;
	}>
> => (await box.control.get('/deliveries')).data;

const arrive = (count: number) =>
	eventually(`${count} bodies`, async () => received.length >= count, 5);

const attempts = (count: number) =>
	eventually(
		`${count} attempts`,
		async () => (await deliveries())[0]?.attempts.length === count,
		5,
	);

/** The field names of the first block, in order. */
const fieldsOf = (pairs: Received['pairs'], root: string): readonly string[] => {
	const names = pairs.flatMap(([key]) => {
		const match = new RegExp(`^${root.replaceAll(/[[\]]/g, '\\$&')}\\[0\\]\\[(\\w+)\\]`).exec(key);
		return match?.[1] ? [match[1]] : [];
	});
	return [...new Set(names)];
};

const captured = (name: string): Received['pairs'] => [
	...new URLSearchParams(
		readFileSync(join(__dirname, `../fixtures/webhooks/${name}.txt`), 'utf8').trimEnd(),
	),
];

describe('what is sent', () => {
	it('has the headers of a captured request', async () => {
		await subscribe('add_lead');
		await box.control.post('/leads', { name: 'New', price: 5 });
		await arrive(1);
		const [request] = received;
		const recorded = JSON.parse(
			readFileSync(
				join(__dirname, '../fixtures/webhooks/real-2025-05-leads-add.headers.json'),
				'utf8',
			),
		) as Record<string, string>;
		for (const [name, value] of Object.entries(recorded)) {
			if (name === 'content-length') {
				expect(request?.headers[name]).toBe(String(Buffer.byteLength(request?.body ?? '')));
			} else if (name === 'x-amocrm-requestid') {
				expect(request?.headers[name]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
			} else expect(request?.headers[name]).toBe(value);
		}
		expect(request?.httpVersion).toBe('1.1');
	});

	it('a new lead is leads[add], the account first, the keys in the captured order', async () => {
		await subscribe('add_lead');
		await box.control.post('/leads', { name: 'Test', price: 999 });
		await arrive(1);
		const pairs = received[0]?.pairs ?? [];
		const recorded = captured('real-2025-05-leads-add');
		expect(pairs.map(([key]) => key)).toEqual(recorded.map(([key]) => key));
		expect(pairs.slice(0, 3)).toEqual([
			['account[subdomain]', 'sandbox'],
			['account[id]', '31000001'],
			['account[_links][self]', 'https://sandbox.amocrm.ru'],
		]);
	});

	it('fields and contacts follow the captured order and layout', async () => {
		await subscribe('update_contact');
		const { data: contact } = await box.control.post('/contacts', { name: 'Test' });
		await box.control.patch(`/contacts/${contact.id}`, {
			custom_fields_values: [
				{ field_code: 'POSITION', values: [{ value: '555' }] },
				{ field_code: 'PHONE', values: [{ value: '333', enum_code: 'WORK' }] },
				{ field_code: 'EMAIL', values: [{ value: '444', enum_code: 'WORK' }] },
			],
		});
		await arrive(1);
		const recorded = captured('real-2025-05-contacts-update');
		expect(received[0]?.pairs.map(([key]) => key)).toEqual(recorded.map(([key]) => key));
	});

	it('dates are scalars, a radiobutton is an object, a checkbox is 1', async () => {
		await subscribe('update_lead');
		await box.control.patch('/leads/12345', {
			custom_fields_values: [
				{ field_id: 752009, values: null },
				{ field_id: 752011, values: null },
				{ field_id: 752015, values: null },
				{ field_id: 752019, values: [{ value: 'Карта' }] },
				{ field_id: 752021, values: [{ value: true }] },
				{ field_id: 752023, values: [{ value: 1542067200 }] },
			],
		});
		await arrive(1);
		const values = received[0]?.pairs
			.filter(([key]) => key.includes('[values]'))
			.map(([key, value]) => `${key.replace(/^.*\[custom_fields\]/, '')}=${value}`);
		expect(values).toEqual([
			'[0][values][value]=Карта',
			'[0][values][enum]=461023',
			'[1][values][0][value]=1',
			'[2][values][0]=1542067200',
		]);
	});

	it('a move is leads[status] and leads[update], both with old_status_id', async () => {
		await subscribe('status_lead', 'update_lead');
		await box.control.patch('/leads/12345', { status_id: 143 });
		await arrive(2);
		const roots = received.map(({ pairs }) => pairs[3]?.[0]).sort();
		expect(roots).toEqual(['leads[status][0][id]', 'leads[update][0][id]']);
		for (const { body } of received)
			expect(decodeURIComponent(body)).toContain('[old_status_id]=142');
		const status = received.find(({ body }) => body.includes('status%5D%5B0%5D%5Bid'));
		const order = fieldsOf(captured('docs-kommo-leads-status'), 'leads[status]');
		const own = fieldsOf(status?.pairs ?? [], 'leads[status]').filter((name) => name !== 'tags');
		expect(own).toEqual(order);
	});

	it('a new responsible user is leads[responsible] with the old one', async () => {
		await subscribe('responsible_lead');
		await box.control.patch('/leads/12345', { responsible_user_id: 9000002 });
		await arrive(1);
		expect(received[0]?.pairs).toContainEqual([
			'leads[responsible][0][old_responsible_user_id]',
			'9000001',
		]);
	});

	it('a deletion is bare, a restoration is whole', async () => {
		await subscribe('delete_lead', 'restore_lead', 'delete_company');
		await box.control.post('/leads/12345/delete');
		await arrive(1);
		expect(fieldsOf(received[0]?.pairs ?? [], 'leads[delete]')).toEqual([
			'id',
			'status_id',
			'pipeline_id',
		]);
		await box.control.post('/leads/12345/restore');
		await arrive(2);
		expect(received[1]?.pairs).toContainEqual(['leads[restore][0][id]', '12345']);
		const { data: company } = await box.control.post('/companies', { name: 'C' });
		await box.control.post(`/companies/${company.id}/delete`);
		await arrive(3);
		expect(received[2]?.pairs.slice(3)).toEqual([
			['contacts[delete][0][id]', String(company.id)],
			['contacts[delete][0][type]', 'company'],
		]);
	});

	it.each([
		['note_lead', '/notes', { entity_id: 12345, text: 'note text' }, 'docs-kommo-leads-note-text'],
		['add_talk', '/talks', { lead_id: 12345 }, 'docs-kommo-talk-add'],
		['add_task', '/tasks', { entity_id: 12345, text: 'Call' }, 'docs-kommo-task-add'],
	])('%s has every key of the documented body, in its order', async (code, path, body, name) => {
		await subscribe(code);
		await box.control.post(path, body);
		await arrive(1);
		expect(received[0]?.pairs.map(([key]) => key)).toEqual(captured(name).map(([key]) => key));
	});

	it('a message opens a talk first; a second one goes on in it', async () => {
		await subscribe('add_message', 'add_talk', 'update_talk');
		await box.control.post('/messages', { lead_id: 12345, text: 'Здравствуйте' });
		await arrive(2);
		await box.control.post('/messages', { lead_id: 12345, text: 'Ещё раз' });
		await arrive(4);
		const roots = received.map(({ pairs }) => pairs[3]?.[0].replace(/\[0\].*/, '')).sort();
		expect(roots).toEqual(['message[add]', 'message[add]', 'talk[add]', 'talk[update]']);
		const message = received.find(({ body }) => body.includes('message%5Badd'));
		const documented = fieldsOf(captured('docs-kommo-message-add-telegram'), 'message[add]');
		expect(fieldsOf(message?.pairs ?? [], 'message[add]')).toEqual(
			expect.arrayContaining([...documented]),
		);
	});

	it('an incoming lead comes as unsorted[add] and ends as unsorted[delete] with the decision', async () => {
		await subscribe('add_unsorted', 'delete_unsorted');
		const { data: unsorted } = await box.control.post('/unsorted', { name: 'From the site' });
		await arrive(1);
		expect(received[0]?.pairs).toContainEqual(['unsorted[add][0][uid]', unsorted.uid]);
		await box.control.post(`/unsorted/${unsorted.uid}/accept`);
		await arrive(2);
		expect(received[1]?.pairs).toEqual(
			expect.arrayContaining([
				['unsorted[delete][0][action]', 'accept'],
				['unsorted[delete][0][accept_result][leads][0]', String(unsorted.lead_id)],
			]),
		);
		const { data: lead } = await box.control.get(`/leads/${unsorted.lead_id}`);
		expect(lead.status_id).toBe(67035554);
	});

	it('changes of one request come in one body by index, one body per action', async () => {
		await subscribe('add_lead', 'add_contact');
		await box.api.post('/leads', [{ name: 'A' }, { name: 'B' }, { name: 'C' }]);
		await arrive(1);
		expect(received).toHaveLength(1);
		const names = received[0]?.pairs.filter(([key]) => key.endsWith('[name]'));
		expect(names).toEqual([
			['leads[add][0][name]', 'A'],
			['leads[add][1][name]', 'B'],
			['leads[add][2][name]', 'C'],
		]);
	});

	it('goes to those who asked for it only; a change by the API counts too', async () => {
		await subscribe('add_contact');
		await box.api.post('/leads', [{ name: 'A' }]);
		await box.api.post('/contacts', [{ name: 'B' }]);
		await arrive(1);
		expect((await deliveries()).map(({ events }) => events)).toEqual([['contacts[add]']]);
	});

	it('a raw body goes as it is to every subscription', async () => {
		await subscribe('add_lead');
		await box.control.post('/webhooks/raw', { body: 'leads[status][0][id]=12345&%zz' });
		await arrive(1);
		expect(received[0]?.body).toBe('leads[status][0][id]=12345&%zz');
	});
});

describe('what becomes of it', () => {
	const change = () => box.control.post('/leads', { name: 'New' });

	it('a good answer ends it; the secret of the destination is not shown', async () => {
		await subscribe('add_lead');
		await change();
		await attempts(1);
		const [delivery] = await deliveries();
		expect(delivery).toMatchObject({
			state: 'delivered',
			attempts: [{ status: 200, error: null }],
		});
		expect(delivery?.destination).toContain('secret=***');
		expect(JSON.stringify(delivery)).not.toContain('kept-quiet');
	});

	it('503 is tried again after 5 min, 15 min, 15 min and 1 h with one request id, then given up', async () => {
		await subscribe('add_lead');
		answer.status = 503;
		await change();
		await attempts(1);
		for (const [i, minutes] of [5, 15, 15, 60].entries()) {
			await box.control.post('/clock/advance', { seconds: minutes * 60 - 10 });
			await new Promise((resolve) => setTimeout(resolve, 50));
			expect(received).toHaveLength(i + 1);
			await box.control.post('/clock/advance', { seconds: 11 });
			await attempts(i + 2);
		}
		expect((await deliveries())[0]?.state).toBe('failed');
		expect(new Set(received.map(({ headers }) => headers['x-amocrm-requestid'])).size).toBe(1);
		await box.control.post('/clock/advance', { seconds: 86_400 });
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(received).toHaveLength(5);
	});

	it('404 is tried three times', async () => {
		await subscribe('add_lead');
		answer.status = 404;
		await change();
		await attempts(1);
		for (const made of [2, 3]) {
			await box.control.post('/clock/advance', { seconds: 3601 });
			await attempts(made);
		}
		expect((await deliveries())[0]?.state).toBe('failed');
	});

	it('the schedule runs by itself in scaled time', async () => {
		await box.control.post('/clock', { timeScale: 3000 });
		await subscribe('add_lead');
		answer.status = 500;
		await change();
		await attempts(2);
		answer.status = 200;
		await attempts(3);
		expect((await deliveries())[0]?.state).toBe('delivered');
	});

	it('an answer after two seconds is none', async () => {
		await subscribe('add_lead');
		answer.delayMs = 2600;
		await change();
		await attempts(1);
		const [attempt] = (await deliveries())[0]?.attempts ?? [];
		expect(attempt).toMatchObject({ status: null, error: 'no answer within 2000 ms' });
		expect(attempt?.ms).toBeGreaterThanOrEqual(1990);
		expect(attempt?.ms).toBeLessThan(2500);
	});

	it('more than 100 bad answers in two hours switch the subscription off', async () => {
		await subscribe('add_lead');
		answer.status = 500;
		const isDisabled = async () =>
			(await box.api.get('/webhooks')).data._embedded.webhooks[0].disabled;
		for (let i = 0; i < 100; i += 1) await change();
		await arrive(100);
		expect(await isDisabled()).toBe(false);
		await change();
		await eventually('it is off', isDisabled, 5);
		await change();
		expect(await deliveries()).toHaveLength(101);
		answer.status = 200;
		await subscribe('add_lead');
		expect(await isDisabled()).toBe(false);
	});

	it('bad answers of more than two hours ago do not count', async () => {
		await subscribe('add_lead');
		answer.status = 404;
		for (let i = 0; i < 30; i += 1) await change();
		for (const made of [30, 60, 90]) {
			await arrive(made);
			await box.control.post('/clock/advance', { seconds: 901 });
		}
		await box.control.post('/clock/advance', { seconds: 7200 });
		for (let i = 0; i < 30; i += 1) await change();
		await arrive(120);
		expect((await box.api.get('/webhooks')).data._embedded.webhooks[0].disabled).toBe(false);
	});

	it('after an unsubscription waiting retries are given up', async () => {
		await subscribe('add_lead');
		answer.status = 500;
		await change();
		await attempts(1);
		await box.api.delete('/webhooks', { data: { destination } });
		await box.control.post('/clock/advance', { seconds: 301 });
		await eventually('it is given up', async () => (await deliveries())[0]?.state === 'failed', 5);
		expect(received).toHaveLength(1);
	});

	it('a retry by hand is made at once', async () => {
		await subscribe('add_lead');
		answer.status = 500;
		await change();
		await attempts(1);
		answer.status = 200;
		const [delivery] = await deliveries();
		await box.control.post(`/deliveries/${delivery?.id}/retry`);
		await attempts(2);
		expect((await deliveries())[0]?.state).toBe('delivered');
	});

	it('a fault of the webhooks loses a delivery on the way, then it is tried again', async () => {
		await subscribe('add_lead');
		await box.control.post('/faults', { target: 'webhooks', drop: true, times: 1 });
		await change();
		await attempts(1);
		expect(received).toHaveLength(0);
		await box.control.post('/clock/advance', { seconds: 301 });
		await arrive(1);
	});
});

it('a bulk of changes counts the events that it sent, and repeats for the same seed', async () => {
	await subscribe(
		'add_lead',
		'update_lead',
		'status_lead',
		'add_contact',
		'update_contact',
		'add_company',
	);
	const wanted = { leads: 60, contacts: 20, companies: 10, changes: 110, seed: 7 };
	const { data } = await box.control.post('/bulk', wanted);
	const idKey = /^\w+\[\w+\]\[\d+\]\[id\]$/;
	const blocks = () =>
		received.flatMap(({ pairs }) => pairs.filter(([key]) => idKey.test(key))).length;
	await eventually('all are there', async () => blocks() >= data.events, 10);
	expect(blocks()).toBe(data.events);
	expect(data.leadIds).toHaveLength(60);
	expect(received.some(({ pairs }) => pairs.some(([key]) => key.includes('[1][id]')))).toBe(true);
	await box.control.post('/reset');
	const { data: again } = await box.control.post('/bulk', wanted);
	expect(again).toMatchObject({ events: data.events, leadIds: data.leadIds });
});
