import { createBackend, messageOf, moved } from '../support/backendMessages';
import { testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';

/** What the application's back end is told of leads: everything, in order, with the newest state. */
const database = useTestDatabase();
const backend = createBackend(database);

// From here on it is told.
beforeEach(() => backend.claim());

const only = () => backend.only();

describe('what is told', () => {
	test('are events of leads, once each, and not those of others or from before', async () => {
		await backend.happens('lead.update', 1, moved(1));
		await backend.happens('contact.update', 2, null, { entity: 'contact' });
		await backend.receive({ event: 'lead.update', entity: 'lead', id: 3 });
		const first = await only();
		expect(messageOf(first).lead).toMatchObject({ id: 1 });
		await backend.answer(first, 200);
		expect(await backend.claim()).toEqual([]);
	});

	test('is nothing while there is no address; entered again, it goes on where it stopped', async () => {
		await backend.happens('lead.update', 1, moved(1));
		expect(await backend.claim('')).toEqual([]);
		expect(await backend.rows('select * from amocrm_backend_news')).toEqual([]);
		expect(messageOf(await only()).events).toHaveLength(1);
	});

	test('is nothing of what was processed before the address was entered', async () => {
		await backend.rows('delete from amocrm_backend_cursor');
		await backend.happens('lead.update', 1, moved(1));
		expect(await backend.claim()).toEqual([]);
	});

	test('is told although it was processed before the last look: its transaction ended late', async () => {
		const id = await backend.happens('lead.update', 1, moved(1));
		await backend.rows(
			`update amocrm_webhook_events set processed_at = now() - interval '5 minutes' where id = $1`,
			[id],
		);
		await backend.rows(
			`update amocrm_backend_cursor set started_at = now() - interval '1 day', read_until = now()`,
		);
		expect(messageOf(await only()).events).toEqual([expect.objectContaining({ id: Number(id) })]);
	});
});

describe('the back end is down', () => {
	test('the same message comes again, later each time, and what happens meanwhile comes after it', async () => {
		await backend.happens('lead.update', 1, moved(1, { price: 1 }));
		const first = await only();
		expect(await backend.answer(first, 503, 'maintenance')).toBe(true);
		expect(await backend.claim()).toEqual([]);
		await backend.happens('lead.update', 1, moved(2, { price: 2 }));
		await backend.happens('lead.update', 1, moved(3, { price: 3 }));
		await backend.dueNow();
		const second = await only();
		expect([second.idempotency_key, second.body]).toEqual([first.idempotency_key, first.body]);
		await backend.answer(second, null, 'connect ECONNREFUSED');
		expect(
			await backend.row(
				`select attempts, last_error, round(extract(epoch from next_attempt_at - now())) as seconds
				from amocrm_backend_messages`,
			),
		).toEqual({ attempts: 2, last_error: 'connect ECONNREFUSED', seconds: '120' });
		await backend.dueNow();
		await backend.answer(await only(), 200);
		const next = messageOf(await only());
		expect(next.events).toHaveLength(2);
		expect(next).toMatchObject({ lead: { price: 3 }, changed: { price: { from: 1, to: 3 } } });
	});

	test('it is an alarm when it lasts for half an hour, and none for a disconnected account', async () => {
		const state = async () =>
			(
				await backend.row(
					`select state, finding from amocrm_pipeline_health where name = 'backend_messages'`,
				)
			)['state'];
		expect(await state()).toBe('ok');
		await backend.happens('lead.update', 1, moved(1));
		await backend.answer(await only(), 500);
		expect(await state()).toBe('ok');
		const since = (minutes: number) =>
			backend.rows(
				`update amocrm_backend_messages set made_at = now() - make_interval(mins => $1::int)`,
				[minutes],
			);
		await since(11);
		expect(await state()).toBe('warning');
		await since(31);
		expect(await state()).toBe('alarm');
		await backend.rows(`select amocrm_disconnect_account($1, 'operator')`, [testAccount]);
		expect(await state()).toBe('ok');
	});

	test('a run that died is followed by another, and has no say any more', async () => {
		await backend.happens('lead.update', 1, moved(1));
		const dead = await only();
		expect(await backend.claim()).toEqual([]);
		await backend.rows(`update amocrm_backend_messages set leased_until = now() - interval '1 s'`);
		const alive = await only();
		expect(alive.idempotency_key).toBe(dead.idempotency_key);
		expect(await backend.answer(dead, 200)).toBe(false);
		expect(await backend.answer(alive, 200)).toBe(true);
	});

	test('a message given up by hand while it is sent stays so, and what follows goes out', async () => {
		await backend.happens('lead.update', 1, moved(1, { price: 1 }));
		const hopeless = await only();
		await backend.rows('update amocrm_backend_messages set told_at = now()');
		await backend.happens('lead.update', 1, moved(2, { price: 2 }));
		const next = await only();
		expect(messageOf(next).lead['price']).toBe(2);
		expect(await backend.answer(hopeless, 413)).toBe(true);
		expect(await backend.answer(next, 200)).toBe(true);
		await backend.dueNow();
		expect(await backend.claim()).toEqual([]);
	});

	test('a redirect and a refusal are no success, and a token in the answer is not kept', async () => {
		await backend.happens('lead.update', 1, moved(1));
		for (const status of [302, 400, 401, 429]) {
			await backend.answer(await only(), status, 'Bearer abc.def');
			await backend.dueNow();
		}
		expect(
			await backend.row('select told_at, attempts, last_error from amocrm_backend_messages'),
		).toEqual({ told_at: null, attempts: 4, last_error: 'HTTP 429: Bearer ***' });
	});
});

test('runs that overlap send each message once', async () => {
	for (let lead = 1; lead <= 20; lead += 1) {
		await backend.happens('lead.update', lead, moved(1, { id: lead }));
	}
	const claimed = (await Promise.all(Array.from({ length: 6 }, () => backend.claim()))).flat();
	expect(
		claimed.map((one) => messageOf(one).lead['id']).sort((a, b) => Number(a) - Number(b)),
	).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

test('a disconnected account waits with all it has; reconnected it goes on in order', async () => {
	await backend.happens('lead.update', 1, moved(1, { price: 1 }));
	await backend.answer(await only(), 500);
	await backend.dueNow();
	await backend.happens('lead.update', 2, moved(1, { id: 2 }));
	await backend.rows(`select amocrm_disconnect_account($1, 'backend')`, [testAccount]);
	expect(await backend.claim()).toEqual([]);
	const state = async () =>
		(await backend.row('select amocrm_connection_state($1) as state', [testAccount]))['state'];
	expect(await state()).toMatchObject({
		...{ account: testAccount, connected: false, disconnected_by: 'backend' },
		...{ disconnected_at: expect.any(String), events_waiting: 0, messages_waiting: 1 },
	});
	await backend.rows(`select amocrm_reconnect_account($1, 'backend')`, [testAccount]);
	expect((await backend.claim()).map((one) => messageOf(one).lead['id'])).toEqual([1, 2]);
	// Nobody has a trigger for it here.
	expect(await state()).toMatchObject({ connected: false, disconnected_at: null });
});

test("an account is connected while a trigger's webhook is active in amoCRM", async () => {
	const isConnected = async (account = testAccount) =>
		(
			await backend.row(`select amocrm_connection_state($1) -> 'connected' as connected`, [account])
		)['connected'];
	const seen = (webhook: object) =>
		backend.rows('select amocrm_record_webhook_state($1)', [
			JSON.stringify({ watcher: 'w', account: { id: testAccount }, webhooks: [webhook] }),
		]);
	expect(await isConnected()).toBe(false);
	await backend.rows(`select amocrm_save_endpoint('q', 'hash', $1, '{}')`, [testAccount]);
	expect([await isConnected(), await isConnected(1)]).toEqual([true, false]);
	// Nobody publishes the trigger any more, or amoCRM has switched its webhook off.
	for (const webhook of [{}, { keyHash: 'hash', disabled: true }]) {
		await seen(webhook);
		expect(await isConnected()).toBe(false);
		await seen({ keyHash: 'hash', disabled: false });
		expect(await isConnected()).toBe(true);
	}
});

test('what was told is forgotten a week after the next was, the last of each lead never', async () => {
	for (const minute of [1, 2, 3]) {
		await backend.happens('lead.update', 1, moved(minute, { price: minute }));
		await backend.answer(await only(), 200);
	}
	const kept = () =>
		backend.rows(
			`select body #>> '{lead,price}' as price from amocrm_backend_messages order by id`,
		);
	const passed = async (days: number) => {
		for (const column of ['told_at', 'followed_at']) {
			await backend.rows(
				`update amocrm_backend_messages set ${column} = ${column} - make_interval(days => $1)`,
				[days],
			);
		}
		await backend.rows(
			`update amocrm_webhook_events set processed_at = processed_at - make_interval(days => $1)`,
			[days],
		);
		expect(await backend.claim()).toEqual([]);
	};
	await passed(6);
	expect(await kept()).toEqual([{ price: '1' }, { price: '2' }, { price: '3' }]);
	await passed(2);
	expect(await kept()).toEqual([{ price: '3' }]);
	expect(await backend.rows('select message_id from amocrm_backend_news')).toHaveLength(1);
});

test('what is forgotten at the end of a pause is not told once more', async () => {
	for (const minute of [1, 2]) {
		await backend.happens('lead.update', 1, moved(minute));
		await backend.answer(await only(), 200);
	}
	// Nobody looked for events since, and those two are within what is looked back.
	await backend.rows(
		`update amocrm_backend_cursor
		set started_at = started_at - interval '9 days', read_until = read_until - interval '8 days'`,
	);
	await backend.rows(
		`update amocrm_webhook_events set processed_at = processed_at - interval '8 days'`,
	);
	await backend.rows(
		`update amocrm_backend_messages set followed_at = followed_at - interval '8 days'`,
	);
	expect(await backend.claim()).toEqual([]);
	expect(await backend.rows('select from amocrm_backend_messages')).toHaveLength(1);
	expect(await backend.claim()).toEqual([]);
});
