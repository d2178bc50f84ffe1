import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../../src/events/decode';
import { normalise } from '../../src/events/normalise';
import { eventually } from '../support/eventually';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** What the API's writes of notes and tasks make amoCRM tell others, and what it refuses. */
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

const subscribe = (...settings: string[]) => {
	const { port } = server.address() as AddressInfo;
	return box.api.post('/webhooks', { destination: `http://127.0.0.1:${port}/hook`, settings });
};

const keys = (body: string): readonly string[] => [...new URLSearchParams(body).keys()];
const captured = (name: string): readonly string[] =>
	keys(readFileSync(join(__dirname, '../fixtures/webhooks', `${name}.txt`), 'utf8').trim());

async function arrived(count: number): Promise<readonly string[]> {
	await eventually(`${count} bodies`, async () => received.length >= count, 5);
	return received;
}

const valueOf = (body: string | undefined, key: string): string | null =>
	new URLSearchParams(body).get(key);

const task = { text: 'Call', complete_till: 1_748_768_400, entity_type: 'leads', entity_id: 12345 };
const created = async (path: string, items: readonly object[]): Promise<readonly number[]> => {
	const { data } = await box.api.post(path, items);
	const [rows] = Object.values(data._embedded) as ReadonlyArray<ReadonlyArray<{ id: number }>>;
	return (rows ?? []).map(({ id }) => id);
};

it('a new task is told with every documented key, in its order', async () => {
	await subscribe('add_task');
	const [id] = await created('/tasks', [task]);
	const [body] = await arrived(1);
	expect(keys(body ?? '')).toEqual(captured('docs-kommo-task-add'));
	expect(valueOf(body, 'task[add][0][id]')).toBe(String(id));
});

it('a completed task and one for another user are told as updates', async () => {
	const [first, second] = await created('/tasks', [task, task]);
	await subscribe('update_task', 'responsible_task');
	await box.api.patch('/tasks', [
		{ id: first, is_completed: true, result: { text: 'Done' } },
		{ id: second, responsible_user_id: 9_000_001 },
	]);
	const [body] = await arrived(1);
	expect(valueOf(body, 'task[update][0][action_close]')).toBe('1');
	expect(valueOf(body, 'task[update][0][result][text]')).toBe('Done');
	expect(valueOf(body, 'task[update][1][old_responsible_user_id]')).toBe('9000003');
	expect(valueOf(body, 'task[update][1][main_user]')).toBe('9000001');
});

it('a task of nothing is told without an entity', async () => {
	await subscribe('add_task');
	await created('/tasks', [{ text: 'Think', complete_till: 1_748_768_400 }]);
	const [body] = await arrived(1);
	expect(valueOf(body, 'task[add][0][text]')).toBe('Think');
	expect(valueOf(body, 'task[add][0][element_id]') ?? '').toBe('');
});

it('a deleted task, which only a person can delete, is told by its id', async () => {
	const [id] = await created('/tasks', [task]);
	await subscribe('delete_task');
	await box.control.post(`/tasks/${id}/delete`);
	const [body] = await arrived(1);
	expect(keys(body ?? '')).toEqual(captured('docs-kommo-task-delete'));
	expect((await box.api.get(`/tasks/${id}`)).status).toBe(204);
});

it.each([
	['leads', 'note_lead', 'docs-kommo-leads-note-text'],
	['contacts', 'note_contact', 'docs-kommo-contacts-note-contact'],
	['companies', 'note_company', 'docs-kommo-contacts-note-company'],
])('a new note of %s is told as %s', async (kind, code, name) => {
	await subscribe(code);
	const { data } = await box.api.get(`/${kind}?limit=1`);
	const entity_id = data._embedded[kind][0].id;
	await created(`/${kind}/notes`, [{ entity_id, note_type: 'common', params: { text: 'Hello' } }]);
	const [body = ''] = await arrived(1);
	expect(keys(body)).toEqual(captured(name));
	expect(body).toContain('Hello');
});

it('the note of a call carries its particulars as JSON', async () => {
	await subscribe('note_lead');
	const params = { uniq: 'u1', phone: '+79990000007', duration: 60, source: 's', link: 'l' };
	await created('/leads/12345/notes', [{ note_type: 'call_in', params }]);
	const [body] = await arrived(1);
	expect(valueOf(body, 'leads[note][0][note][note_type]')).toBe('10');
	const text = JSON.parse(valueOf(body, 'leads[note][0][note][text]') ?? '') as object;
	expect(text).toEqual({ UNIQ: 'u1', LINK: 'l', PHONE: '+79990000007', DURATION: 60, SRC: 's' });
});

it('the notes of one request come in one body, which our decoder reads', async () => {
	await subscribe('note_lead');
	const note = (text: string) => ({ entity_id: 12345, note_type: 'common', params: { text } });
	await created('/leads/notes', [note('A'), note('B')]);
	const [body = ''] = await arrived(1);
	const { events, problems } = normalise(decode(Buffer.from(body)), { accountId: 31_000_001 });
	expect(problems).toEqual([]);
	expect(events.map(({ event }) => event)).toEqual(['note.add', 'note.add']);
});

it('a change of a note and a pin are not told', async () => {
	const [id] = await created('/leads/12345/notes', [
		{ note_type: 'common', params: { text: 'Hello' } },
	]);
	await subscribe('note_lead', 'add_task');
	await box.api.patch(`/leads/12345/notes/${id}`, { params: { text: 'New' } });
	expect((await box.api.post(`/leads/notes/${id}/pin`)).status).toBe(204);
	// What comes first is the task, so nothing was sent before it.
	await created('/tasks', [task]);
	expect(keys((await arrived(1))[0] ?? '')[3]).toMatch(/^task\[add\]/);
	const { data } = await box.api.get(`/leads/12345/notes/${id}`);
	expect(data.params).toEqual({ text: 'New' });
	expect(box.sandbox.store.data.notes.get(id ?? 0)?.is_pinned).toBe(true);
});

const many = (count: number, item: object) => Array.from({ length: count }, () => item);

it.each([
	['POST', '/tasks', many(251, task), 422, 'Limit 250 per page'],
	['POST', '/leads/notes', many(251, {}), 422, 'Limit 250 per page'],
	['POST', '/leads/tags', many(251, { name: 'A' }), 422, 'Limit 250 per page'],
	['POST', '/tasks', [], 400, 'Request data can not be empty'],
	['POST', '/tasks', {}, 400, 'Request data must be an array'],
	['PATCH', '/tasks/1', [], 400, 'Request data must be an object'],
	['DELETE', '/tasks/1', undefined, 405, 'Method Not Allowed'],
	['DELETE', '/leads/notes', undefined, 405, 'Method Not Allowed'],
	['PATCH', '/leads/tags', [], 405, 'Method Not Allowed'],
	['GET', '/tasks?limit=251', undefined, 422, 'Limit 250 per page'],
] as const)('%s %s # %p is refused', async (method, url, data, status, detail) => {
	expect(await box.api.request({ method, url, data })).toMatchObject({ status, data: { detail } });
});

it.each([
	[
		'/tasks',
		{ entity_type: 'leads', entity_id: 1 },
		'FieldMissing text,FieldMissing complete_till,NotSupportedChoice entity_id',
	],
	['/tasks', { ...task, entity_type: 'cars' }, 'NotSupportedChoice entity_type'],
	['/tasks', { ...task, responsible_user_id: 5 }, 'NotSupportedChoice responsible_user_id'],
	['/tasks', { ...task, complete_till: 'soon' }, 'InvalidType complete_till'],
	['/leads/notes', { note_type: 'common' }, 'FieldMissing entity_id,FieldMissing params.text'],
	['/leads/notes', { entity_id: 12345, note_type: 'chat' }, 'NotSupportedChoice note_type'],
	[
		'/contacts/notes',
		{ entity_id: 12345, note_type: 'common', params: { text: 'A' } },
		'NotSupportedChoice entity_id',
	],
	['/leads/tags', {}, 'FieldMissing name'],
	['/leads/tags', { name: 'A', color: 'red' }, 'NotSupportedChoice color'],
])('%s names what is wrong in %p, and writes nothing of the request', async (url, item, wrong) => {
	const good = url === '/tasks' ? task : { ...item, name: 'A', color: null };
	const { status, data } = await box.api.post(url, [good, { ...item, request_id: 'mine' }]);
	expect(status).toBe(400);
	const refusals = data['validation-errors'] as ReadonlyArray<{
		request_id: string;
		errors: ReadonlyArray<{ code: string; path: string }>;
	}>;
	const mine = refusals.find(({ request_id }) => request_id === 'mine');
	expect(mine?.errors.map(({ code, path }) => `${code} ${path}`).join()).toBe(wrong);
	const { notes, tasks, tags } = box.sandbox.store.data;
	expect([notes.size, tasks.size, tags.leads.size]).toEqual([0, 0, 1]);
});
