import { createBackend, messageOf, moved, type Claimed } from '../support/backendMessages';
import { testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';

/** A message to the application's back end: what it says of the lead, of what changed, and of the events. */
const database = useTestDatabase();
const backend = createBackend(database);

// From here on it is told.
beforeEach(() => backend.claim());

const only = () => backend.only();
const field = (field_name: string, value: string) => ({
	...{ field_id: 5, field_name, field_type: 'text' },
	values: [{ value }],
});
const address = (value: string) => field('Адрес', value);

test('a message tells the state, the status before, what the events say changed, and the events', async () => {
	await backend.rows(
		`insert into amocrm_pipelines (account_id, id, name, raw) values ($1, 3177727, 'Продажи', '{}')`,
		[testAccount],
	);
	await backend.rows(
		`insert into amocrm_statuses (account_id, pipeline_id, id, name, raw)
		values ($1, 3177727, 142, 'Успешно реализовано', '{}'), ($1, 3177727, 32392159, 'Новая', '{}')`,
		[testAccount],
	);
	const eventId = await backend.happens('lead.status', 1, moved(1, { status_id: 142 }), {
		changes: { status_id: { from: 32392159, to: 142 } },
		occurredAt: '2025-05-26T14:14:32.000Z',
	});
	const claimed = await only();
	expect(messageOf(claimed)).toEqual({
		message_id: claimed.idempotency_key,
		account_id: testAccount,
		state: 'current',
		lead: expect.objectContaining({
			...{ id: 1, name: 'Lead', price: 100, responsible_user_id: 504141, deleted_at: null },
			...{ pipeline_id: 3177727, pipeline: 'Продажи', responsible_user: null },
			...{ status_id: 142, status: 'Успешно реализовано', status_label: 'successful' },
		}),
		changed: { status_id: { from: 32392159, to: 142 } },
		old_status: {
			...{ pipeline_id: 3177727, pipeline: 'Продажи' },
			...{ status_id: 32392159, status: 'Новая' },
		},
		events: [
			{ id: Number(eventId), type: 'lead.status', occurred_at: '2025-05-26T14:14:32+00:00' },
		],
	});
});

test('from the second on a message tells what differs from the last one, custom fields by name', async () => {
	await backend.happens('lead.add', 1, moved(1, { custom_fields_values: [address('Тверская')] }));
	await backend.answer(await only(), 200);
	await backend.happens(
		'lead.update',
		1,
		moved(2, { price: 250, status_id: 143, custom_fields_values: [address('Арбат')] }),
	);
	expect(messageOf(await only())).toMatchObject({
		changed: {
			price: { from: 100, to: 250 },
			status_id: { from: 32392159, to: 143 },
			custom_fields: { Адрес: { from: 'Тверская', to: 'Арбат' } },
		},
		old_status: { pipeline_id: 3177727, status_id: 32392159 },
	});
});

// An account may call its fields as our columns are called.
test.each(['status', 'updated_at', 'custom_fields'])(
	'a message tells what changed in a custom field called %s',
	async (name) => {
		const fields = (value: string) => ({ custom_fields_values: [field(name, value)] });
		await backend.happens('lead.add', 1, moved(1, fields('a')));
		await backend.answer(await only(), 200);
		await backend.happens('lead.update', 1, moved(2, fields('b')));
		expect(messageOf(await only()).changed).toEqual({
			custom_fields: { [name]: { from: 'a', to: 'b' } },
		});
	},
);

test('a message has its times in UTC, whatever the zone of the server, which is no change of the lead', async () => {
	const at = { occurredAt: '2025-05-26T14:14:32.000Z' };
	await backend.happens('lead.add', 1, moved(1), at);
	await backend.answer(await only(), 200);
	await backend.happens('lead.update', 1, moved(2, { price: 5 }), at);
	const client = await database.pool.connect();
	try {
		await client.query(`set timezone to 'Europe/Moscow'`);
		const { rows } = await client.query<Claimed>(
			'select * from amocrm_claim_backend_messages($1)',
			[JSON.stringify({ backendUrl: 'https://app.example.ru/' })],
		);
		const [message] = rows.map(messageOf);
		expect(message?.changed).toEqual({ price: { from: 100, to: 5 } });
		expect(message?.lead['updated_at']).toMatch(/\+00:00$/);
		expect(message?.events).toMatchObject([{ occurred_at: '2025-05-26T14:14:32+00:00' }]);
	} finally {
		client.release(true);
	}
});

test('a message has 500 events at the most: no server would take a body that grows without end', async () => {
	await backend.rows(
		`insert into amocrm_backend_news (event_id, account_id, amocrm_deal_id, event_type, occurred_at, changes)
		select event, $1, '1', 'lead.update', now(), '{}' from generate_series(1, 1201) as event`,
		[testAccount],
	);
	const ids: number[][] = [];
	for (let message = 1; message <= 3; message += 1) {
		const claimed = await only();
		ids.push(messageOf(claimed).events.map(({ id }) => id));
		await backend.answer(claimed, 200);
	}
	expect(ids.map(({ length }) => length)).toEqual([500, 500, 201]);
	expect(ids.flat()).toEqual(Array.from({ length: 1201 }, (_event, index) => index + 1));
	expect(await backend.claim()).toEqual([]);
});

test('a message of a deleted lead says so, with the last that was known; of a restored one that it is back', async () => {
	await backend.happens('lead.update', 1, moved(1));
	await backend.answer(await only(), 204);
	await backend.happens('lead.delete', 1, null);
	const deleted = await only();
	expect(messageOf(deleted)).toMatchObject({
		state: 'deleted',
		lead: { id: 1, price: 100, deleted_at: expect.any(String) },
		changed: { deleted_at: { from: null } },
		old_status: null,
	});
	await backend.answer(deleted, 200);
	await backend.happens('lead.restore', 1, moved(2));
	expect(messageOf(await only())).toMatchObject({ state: 'current', lead: { deleted_at: null } });
});

test('a message of a lead that amoCRM does not know has its id and says so', async () => {
	await backend.happens('lead.update', 404, null);
	expect(messageOf(await only())).toMatchObject({
		...{ state: 'not_found', lead: { id: 404 }, old_status: null },
		events: [{ type: 'lead.update' }],
	});
});
