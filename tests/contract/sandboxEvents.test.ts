import { fixture, missing } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** The sandbox's `GET /api/v4/events` against the documented one, fed by what happens in the account. */
let box: TestSandbox;

interface Listed {
	readonly id: string;
	readonly type: string;
	readonly entity_id: number;
	readonly entity_type: string;
	readonly created_at: number;
	readonly value_after: readonly object[];
	readonly value_before: readonly object[];
}

beforeEach(async () => {
	box = await testSandbox();
});

afterEach(() => box.sandbox.close());

interface Page {
	readonly _links: { readonly next?: { readonly href: string } };
	readonly _embedded: Readonly<Record<string, readonly unknown[]>>;
}

/** One page; waits where the 8th request of a second is refused. */
async function page(path: string): Promise<Page | null> {
	const { status, data } = await box.api.get<Page>(path);
	if (status === 429) {
		await box.calm();
		return await page(path);
	}
	return status === 204 ? null : data;
}

async function everyPage<T>(first: string, name: string): Promise<readonly T[]> {
	const seen: T[] = [];
	for (let path: string | undefined = first; path !== undefined; ) {
		const found: Page | null = await page(path);
		seen.push(...((found?._embedded[name] ?? []) as readonly T[]));
		path = found?._links.next?.href;
	}
	return seen;
}

const list = async (query = ''): Promise<readonly Listed[]> =>
	((await page(`/events?limit=100${query}`))?._embedded['events'] ?? []) as readonly Listed[];

const leadId = async (body: object = { name: 'New', price: 5 }): Promise<number> =>
	(await box.control.post('/leads', body)).data.id;

it('has the documented shape, as a list and alone', async () => {
	await leadId();
	await leadId();
	const { data, headers } = await box.api.get('/events?limit=1');
	expect(headers['content-type']).toBe('application/hal+json');
	expect(missing(data, fixture('events_notes__GET_events__response'))).toEqual([]);
	const [first] = data._embedded.events;
	expect(first.id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
	const alone = await box.api.get(`/events/${first.id}`);
	expect(missing(alone.data, fixture('events_notes__GET_events_id__response'))).toEqual([]);
	expect(alone.data.id).toBe(first.id);
	expect((await box.api.get('/events/01nobody')).status).toBe(204);
});

it('tells every kind of change with the documented values', async () => {
	const values = fixture('events__value_structures') as ReadonlyArray<{
		value_after?: readonly object[];
	}>;
	const names = new Set(
		values.flatMap(({ value_after: after = [] }) => after.flatMap((value) => Object.keys(value))),
	);
	const id = await leadId();
	const { data: lead } = await box.control.get(`/leads/${id}`);
	const { data: pipelines } = await box.api.get('/leads/pipelines');
	const stages = pipelines._embedded.pipelines[0]._embedded.statuses;
	const stage = stages.find(
		(one: { id: number; type: number }) => one.id !== lead.status_id && one.type === 0,
	);
	const { data: users } = await box.api.get('/users');
	const other = users._embedded.users.find(
		(user: { id: number }) => user.id !== lead.responsible_user_id,
	);
	await box.control.patch(`/leads/${id}`, {
		name: 'Renamed',
		price: 6,
		status_id: stage.id,
		pipeline_id: stage.pipeline_id,
		responsible_user_id: other.id,
		tags_to_add: [{ name: 'vip' }],
		custom_fields_values: [{ field_id: 752009, values: [{ value: 'SN-1' }] }],
	});
	await box.control.post(`/leads/${id}/delete`);
	await box.control.post(`/leads/${id}/restore`);
	const events = await list(`&filter[entity]=lead&filter[entity_id]=${id}`);
	expect(events.map(({ type }) => type).reverse()).toEqual([
		'lead_added',
		'lead_status_changed',
		'name_field_changed',
		'sale_field_changed',
		'entity_responsible_changed',
		'entity_tag_added',
		'custom_field_value_changed',
		'lead_deleted',
		'lead_restored',
	]);
	expect(events.find(({ type }) => type === 'lead_status_changed')).toMatchObject({
		value_before: [{ lead_status: { id: lead.status_id, pipeline_id: lead.pipeline_id } }],
		value_after: [{ lead_status: { id: stage.id, pipeline_id: stage.pipeline_id } }],
	});
	// Known from widgets only, as facts of the vendor's documentation say.
	const undocumented = ['name_field_value', 'sale_field_value'];
	const own = events.flatMap(({ value_after }) => value_after.flatMap((v) => Object.keys(v)));
	expect(own.filter((name) => !names.has(name) && !undocumented.includes(name))).toEqual([]);
});

it('lists contacts, companies, notes and tasks, too', async () => {
	const { data: contact } = await box.control.post('/contacts', { name: 'A' });
	await box.control.post('/companies', { name: 'B' });
	const target = { entity_type: 'contacts', entity_id: contact.id, text: 'Hi' };
	const { data: note } = await box.control.post('/notes', target);
	const { data: task } = await box.control.post('/tasks', target);
	await box.control.patch(`/tasks/${task.id}`, { is_completed: true, result: 'done' });
	await box.control.post(`/contacts/${contact.id}/delete`);
	const events = await list();
	expect(events.map(({ type }) => type)).toEqual([
		'contact_deleted',
		'task_completed',
		'task_added',
		'common_note_added',
		'company_added',
		'contact_added',
	]);
	expect(events[3]).toMatchObject({
		entity_type: 'contact',
		entity_id: contact.id,
		value_after: [{ note: { id: note.id } }],
	});
});

it('gives at most 100 a page, newest first, each event once', async () => {
	await box.control.post('/bulk', { leads: 120, contacts: 20, companies: 5, changes: 200 });
	expect((await box.api.get('/events?limit=101')).status).toBe(422);
	const seen = await everyPage<Listed>('/events?limit=100', 'events');
	expect(seen.length).toBeGreaterThan(345);
	expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
	const times = seen.map(({ created_at: at }) => at);
	expect(times).toEqual([...times].sort((a, b) => b - a));
});

it('filters by type, entity, time and id', async () => {
	const id = await leadId();
	await box.control.post(`/leads/${id}/delete`);
	await box.control.post('/contacts', { name: 'A' });
	const types = async (query: string) => (await list(query)).map(({ type }) => type);
	expect(await types('&filter[type]=lead_added,contact_added')).toEqual([
		'contact_added',
		'lead_added',
	]);
	expect(await types('&filter[type][]=lead_deleted&filter[type][]=lead_added')).toEqual([
		'lead_deleted',
		'lead_added',
	]);
	expect(await types('&filter[entity][]=contact')).toEqual(['contact_added']);
	const now = Math.floor(Date.now() / 1000);
	expect(await types(`&filter[created_at][from]=${now + 60}`)).toEqual([]);
	expect(await types(`&filter[created_at][to]=${now - 60}`)).toEqual([]);
	const range = `&filter[created_at][from]=${now - 60}&filter[created_at][to]=${now + 60}`;
	expect(await types(range)).toHaveLength(3);
	const [first] = await list();
	expect(await list(`&filter[id][]=${first?.id}`)).toEqual([first]);
	expect((await box.api.get('/events?filter[entity_id]=1')).status).toBe(400);
});

it('lists entities by the time they changed, in that order, page by page', async () => {
	const from = Math.floor(Date.now() / 1000);
	const { data: made } = await box.control.post('/bulk', { leads: 9, contacts: 4, companies: 3 });
	for (const [kind, ids] of [
		['leads', made.leadIds.filter((id: number) => !made.deletedLeadIds.includes(id))],
		['contacts', made.contactIds],
		['companies', made.companyIds],
	] as const) {
		const query = `filter[updated_at][from]=${from}&order[updated_at]=asc&limit=2`;
		const seen = await everyPage<{ id: number; updated_at: number }>(`/${kind}?${query}`, kind);
		expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort());
		const times = seen.map(({ updated_at: at }) => at);
		expect(times).toEqual([...times].sort((a, b) => a - b));
	}
});

it('lets a person switch a subscription off, and forget it', async () => {
	const destination = 'http://127.0.0.1:9/hook';
	const { data: made } = await box.api.post('/webhooks', { destination, settings: ['add_lead'] });
	await box.control.patch(`/subscriptions/${made.id}`, { disabled: true });
	const { data } = await box.api.get('/webhooks');
	expect(data._embedded.webhooks[0].disabled).toBe(true);
	await leadId();
	expect((await box.control.get('/deliveries')).data).toEqual([]);
	expect((await box.control.delete(`/subscriptions/${made.id}`)).status).toBe(204);
	expect((await box.api.get('/webhooks')).status).toBe(204);
	expect((await box.control.delete(`/subscriptions/${made.id}`)).status).toBe(404);
});
