import { testAccount } from '../support/crmItems';
import { chatContact, chatLead, createChats, talkEvent } from '../support/chats';
import { useTestDatabase } from '../support/database';

/** Conversations become applications: one a talk, whatever order its events come in. */
const database = useTestDatabase();
const chats = createChats(database);

const message = (options: object = {}) => talkEvent({ event: 'message.add', ...options });

/** The contact is known by an event of its own. */
const contactIsKnown = (phone: string | null = '+7 999 000-07-00') =>
	chats.comes([{ event: 'contact.update', entity: 'contact', id: 700 }], () =>
		chatContact(700, phone),
	);

test('talk and messages are one application with contact, lead, session and marks', async () => {
	await contactIsKnown();
	await chats.comes(
		[talkEvent({ event: 'talk.add', at: 60 }), message({ at: 50 }), message({ at: 40 })],
		() => chatLead({ session: 's-77', utm: 'yandex' }),
	);
	expect(await chats.take()).toBe(1);
	const [claimed, ...others] = await chats.claim();
	expect(others).toEqual([]);
	expect(claimed?.idempotency_key).toBe(`${testAccount}:191:1`);
	expect(claimed?.body).toMatchObject({
		application_id: `${testAccount}:191`,
		version: 1,
		talk_id: '191',
		messenger: 'telegram',
		started_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
		messages: 2,
		is_closed: false,
		contact: {
			id: 700,
			name: 'Client 700',
			phone: '+7 999 000-07-00',
			email: 'client@example.com',
		},
		lead: { id: 1, name: 'Chat lead 1' },
		session: 's-77',
		tracking: { utm_source: 'yandex' },
		attribution: { by: 'session' },
		unsorted: null,
	});
});

test('a message before its talk opens the application, and an older event closes nothing', async () => {
	await chats.comes([message({ at: 50, lead: null })], () => chatContact(700));
	await chats.take();
	await chats.comes([talkEvent({ isInWork: true, at: 20 })], () => chatLead());
	await chats.take();
	await chats.comes([talkEvent({ isInWork: false, at: 30, lead: 9 })]);
	await chats.take();
	expect(await chats.applications()).toMatchObject([
		{ talk_id: '191', amocrm_deal_id: '1', is_closed: false, messages: 1 },
	]);
});

test('the same events taken by six runs at once count once', async () => {
	await chats.comes(Array.from({ length: 20 }, () => message()));
	await Promise.all(Array.from({ length: 6 }, () => chats.take()));
	await chats.take();
	expect(await chats.applications()).toMatchObject([{ messages: 20 }]);
});

test('talks of two accounts, and what the manager writes, are kept apart', async () => {
	await chats.comes([
		message(),
		{ ...message(), accountId: 5 },
		talkEvent({ event: 'message.outgoing' }),
	]);
	await chats.take();
	expect(await chats.applications()).toMatchObject([{ messages: 1 }, { messages: 1 }]);
	expect(await chats.take({ accountId: 5 })).toBe(0);
});

test('of an event that waits for Jarvis only two minutes are waited', async () => {
	await chats.receive(message());
	expect(await chats.take()).toBe(0);
	await chats.rows("update amocrm_webhook_events set ts = now() - interval '3 minutes'");
	expect(await chats.take()).toBe(1);
});

test('what is older than withinDays, and a disconnected account, is left alone', async () => {
	await chats.comes([message()]);
	await chats.rows("update amocrm_webhook_events set ts = now() - interval '4 days'");
	expect(await chats.take()).toBe(0);
	await chats.rows('select amocrm_disconnect_account($1, $2)', [testAccount, 'operator']);
	expect(await chats.take({ withinDays: 10 })).toBe(0);
	await chats.rows('select amocrm_reconnect_account($1, $2)', [testAccount, 'operator']);
	expect(await chats.take({ withinDays: 10 })).toBe(1);
});

describe('whom no event has told of', () => {
	const ask = async () => (await chats.unknown()).map(({ entity, id }) => [entity, Number(id)]);

	beforeEach(async () => {
		await chats.comes([message()]);
		await chats.take();
	});

	test('amoCRM is asked for, once, and the application waits for the answer', async () => {
		expect(await chats.claim()).toEqual([]);
		const asked = await chats.unknown();
		expect(await ask()).toEqual([
			['contact', 700],
			['lead', 1],
		]);
		await chats.answer(
			asked.map((one) => ({
				...one,
				found: true,
				details: one['entity'] === 'lead' ? chatLead() : chatContact(700, null),
			})),
		);
		expect(await ask()).toEqual([]);
		expect((await chats.claim())[0]?.body).toMatchObject({
			contact: { name: 'Client 700', phone: null, email: 'client@example.com' },
			lead: { name: 'Chat lead 1' },
		});
		expect(await chats.rows('select source, requests from amocrm_api_usage')).toContainEqual({
			source: 'chats',
			requests: 2,
		});
	});

	test('and whom amoCRM does not know nobody asks for again', async () => {
		await chats.answer((await chats.unknown()).map((one) => ({ ...one, found: false })));
		expect(await ask()).toEqual([]);
		expect((await chats.claim())[0]?.body).toMatchObject({
			contact: { id: 700, name: null, phone: null },
			lead: { id: 1, name: null },
		});
	});

	test('and nobody of an account that is disconnected', async () => {
		await chats.rows('select amocrm_disconnect_account($1, $2)', [testAccount, 'operator']);
		expect(await ask()).toEqual([]);
		await chats.rows('select amocrm_reconnect_account($1, $2)', [testAccount, 'operator']);
		expect(await ask()).toHaveLength(2);
	});

	test('of hundreds one request of contacts and one of leads asks, the newest first', async () => {
		await chats.rows(
			`insert into amocrm_chat_applications
				(account_id, talk_id, amocrm_contact_id, amocrm_deal_id, talk_updated_at)
			select $1, 1000 + n, 1000 + n, 2000 + n, now() from generate_series(1, 300) as n`,
			[testAccount],
		);
		const asked = await ask();
		const of = (entity: string) => asked.filter(([one]) => one === entity).map(([, id]) => id);
		expect([of('contact').length, of('lead').length]).toEqual([250, 250]);
		expect([of('contact')[0], of('lead')[0]]).toEqual([1300, 2300]);
	});

	test('while amoCRM is down it goes out after 15 minutes as it is, and again when it is known', async () => {
		await chats.answer((await chats.unknown()).map((one) => ({ ...one, error: 'down' })));
		expect(await ask()).toHaveLength(2);
		await chats.rows(
			"update amocrm_chat_applications set opened_at = now() - interval '16 minutes'",
		);
		const [first] = await chats.claim();
		expect(first?.body).toMatchObject({ version: 1, contact: { id: 700, name: null } });
		if (first) await chats.record(first);
		await contactIsKnown();
		expect((await chats.claim())[0]?.body).toMatchObject({
			version: 2,
			contact: { name: 'Client 700' },
			changed: ['contact'],
		});
	});
});

describe('where the chat came from', () => {
	const unsorted = {
		event: 'unsorted.add',
		entity: 'unsorted',
		id: 'uid-1',
		parent: { entity: 'lead', id: 5 },
		data: {
			uid: 'uid-1',
			category: 'chats',
			lead_id: 5,
			source_data: {
				...{ service: 'telegram', site: 'Telegram', source_name: 'EXAMPLEBOT', from: 'Client' },
				origin: { provider: 'amojo', chat_id: 'chat-1', referer: 'https://example.ru/' },
			},
		},
	};

	test.each([
		['before', true],
		['after', false],
	])(
		'is told by the incoming lead that comes %s it, which also names the lead',
		async (_, isFirst) => {
			await contactIsKnown();
			const chat = message({ lead: null });
			for (const event of isFirst ? [unsorted, chat] : [chat, unsorted]) {
				await chats.comes([event], ({ lookup }) =>
					lookup === 'lead' ? chatLead({ id: 5 }) : null,
				);
				await chats.take();
			}
			const [claimed] = await chats.claim();
			expect(claimed?.body).toMatchObject({
				lead: { id: 5, name: 'Chat lead 5' },
				unsorted: {
					service: 'telegram',
					source_name: 'EXAMPLEBOT',
					referer: 'https://example.ru/',
				},
			});
			expect(JSON.stringify(claimed?.body)).not.toContain('"from"');
		},
	);
});
