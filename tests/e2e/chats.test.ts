import { eventually } from '../support/eventually';
import { useChats } from './support/chats';

/** Conversations reach the analytics: the shipped workflow in a real n8n against the sandbox. */
const chats = useChats();
const { asked, contact, delivered, rows, run, settled, taken, unseenContact, webhook } = chats;

const telegram = 'real-2023-09-message-add-telegram';
const onlineChat = 'real-2024-03-message-add-onlinechat-unsorted';

it('a conversation in a messenger is an application, which grows with its lead', async () => {
	const { account, client, lead } = chats.ids();
	await chats.control().post('/messages', { lead_id: lead, text: 'Сколько стоит?' });
	await settled();
	const [talk] = await eventually('the talk', async () => {
		const found = await rows(
			`select amocrm_entity_id as id from amocrm_webhook_events
			where event_type = 'talk.add' and parent_id = $1`,
			[String(lead)],
		);
		return found.length > 0 ? found : null;
	});
	const [first] = await delivered(talk.id, 1);
	expect(first?.idempotencyKey).toBe(`${account}:${talk.id}:1`);
	expect(first?.headers['authorization']).toBe('***');
	expect(first?.body).toMatchObject({
		application_id: `${account}:${talk.id}`,
		version: 1,
		messenger: 'telegram',
		messages: 1,
		is_closed: false,
		contact: {
			id: client,
			name: 'Иван Клиент',
			phone: '+79990001122',
			email: 'client@example.com',
		},
		lead: { id: lead, name: 'Из чата' },
		session: null,
		tracking: { utm_source: 'yandex' },
		attribution: { by: 'default', campaign: 'Чаты' },
	});

	await chats.control().patch(`/leads/${lead}`, {
		custom_fields_values: [{ field_code: 'SESSION_ID', values: [{ value: 'visit-42' }] }],
	});
	await chats.control().patch(`/talks/${talk.id}`, { is_in_work: false });
	await settled();
	const all = await eventually('the session is there', async () => {
		await run();
		const now = await taken(talk.id);
		return now.at(-1)?.body['session'] === 'visit-42' && now.at(-1)?.body['is_closed'] === true
			? now
			: null;
	});
	expect(all.at(-1)?.body).toMatchObject({ attribution: { by: 'session' } });
	expect(all.map(({ body }) => body.version)).toEqual(all.map((_, index) => index + 1));
});

it('contacts are asked for together, and only because somebody wrote', async () => {
	const { lead } = chats.ids();
	const others = [await unseenContact('Анна'), await unseenContact('Олег')];
	await chats.control().delete('/requests');
	for (const [index, id] of others.entries()) {
		await webhook(telegram, {
			talk_id: 300 + index,
			contact_id: id,
			entity_id: lead,
			id: `m-${id}`,
		});
	}
	const [anna] = await delivered(300, 1);
	const [oleg] = await delivered(301, 1);
	expect([anna?.body['contact'], oleg?.body['contact']]).toMatchObject([
		{ name: 'Анна' },
		{ name: 'Олег' },
	]);
	const contacts = (await asked()).filter((one) => one.includes('/contacts'));
	// One, unless the schedule came in between.
	expect([1, 2]).toContain(contacts.length);

	await chats.control().delete('/requests');
	await chats.control().delete('/analytics');
	await run();
	expect(await asked()).toEqual([]);
	expect((await chats.control().get('/analytics')).data).toEqual([]);
});

it('a message before its talk, a talk without a lead, an unknown messenger, no session, no phone', async () => {
	const { lead } = chats.ids();
	const silent = await contact('Без телефона', false);
	const ids = { talk_id: 400, contact_id: silent, chat_id: 'chat-400' };
	await webhook(onlineChat, ids);
	const [first] = await delivered(400, 1);
	expect(first?.body).toMatchObject({
		messenger: 'onlinechat',
		messages: 1,
		contact: { id: silent, name: 'Без телефона', phone: null, email: 'client@example.com' },
		lead: null,
		session: null,
		tracking: {},
		attribution: { by: 'default', campaign: 'Чаты' },
	});

	await rows(`select amocrm_set_messenger_source('onlinechat', null, 'Онлайн-чат', 'example.ru')`);
	await webhook('docs-kommo-talk-update-closed', {
		...ids,
		entity_id: lead,
		updated_at: Math.floor(Date.now() / 1000),
		origin: 'onlinechat',
	});
	const second = (await delivered(400, 2)).at(-1);
	expect(second?.body).toMatchObject({
		version: 2,
		is_closed: true,
		lead: { id: lead, name: 'Из чата' },
	});
});

it('without a session the messenger counts to the source it is mapped to', async () => {
	const { client } = chats.ids();
	await rows(`select amocrm_set_messenger_source('onlinechat', null, 'Онлайн-чат', 'example.ru')`);
	await webhook(onlineChat, { talk_id: 410, contact_id: client, id: 'm-410', chat_id: 'chat-410' });
	const [application] = await delivered(410, 1);
	expect(application?.body['attribution']).toEqual({
		by: 'messenger',
		source: 'Онлайн-чат',
		site: 'example.ru',
	});
});

it('the incoming lead («Неразобранное») tells where the chat came from', async () => {
	const { client, lead } = chats.ids();
	const chat = '54caee02-e383-46d8-a9b7-1fb43f07cffe';
	await webhook('real-2023-09-unsorted-add-chats', { lead_id: lead, chat_id: chat });
	await webhook(telegram, {
		...{ talk_id: 420, contact_id: client, entity_id: lead },
		...{ id: 'm-420', chat_id: chat },
	});
	const [application] = await delivered(420, 1);
	expect(application?.body['unsorted']).toMatchObject({
		service: 'telegram',
		source_name: 'EXAMPLEBOT',
	});
});

it('a webhook that comes twice is one message of one application', async () => {
	const { client, lead } = chats.ids();
	const ids = { talk_id: 430, contact_id: client, entity_id: lead, id: 'm-430' };
	await webhook(telegram, ids);
	await delivered(430, 1);
	await webhook(telegram, ids);
	await run();
	expect(await taken(430)).toHaveLength(1);
	expect(
		await rows(`select messages, version from amocrm_chat_applications where talk_id = '430'`),
	).toEqual([{ messages: 1, version: 1 }]);
});

it('a contact that amoCRM does not know holds nothing up', async () => {
	const { lead } = chats.ids();
	await webhook(telegram, { talk_id: 440, contact_id: 93589657, entity_id: lead, id: 'm-440' });
	const [application] = await delivered(440, 1);
	expect(application?.body['contact']).toEqual({
		...{ id: 93589657, name: null, phone: null, email: null },
	});
});

it('a name that was cut in the middle of a character holds nothing up', async () => {
	const { account, lead } = chats.ids();
	const contacts = [
		{ id: 93589658, name: 'Ольга \ud83d', account_id: account, custom_fields_values: null },
	];
	await chats.control().post('/faults', {
		...{ target: 'api', match: { path: '/contacts' } },
		...{ status: 200, body: { _embedded: { contacts } } },
	});
	await webhook(telegram, { talk_id: 443, contact_id: 93589658, entity_id: lead, id: 'm-443' });
	const [application] = await delivered(443, 1);
	expect(application?.body['contact']).toMatchObject({ id: 93589658, name: 'Ольга \ufffd' });
});

it('while amoCRM does not answer the application waits for its contact', async () => {
	const { lead } = chats.ids();
	const unseen = await unseenContact('Пётр');
	await chats.control().post('/faults', {
		...{ target: 'api', match: { path: '/contacts' }, status: 400 },
	});
	await webhook(telegram, { talk_id: 445, contact_id: unseen, entity_id: lead, id: 'm-445' });
	await run();
	expect((await asked()).some((one) => one.includes('/contacts'))).toBe(true);
	expect(await taken(445)).toEqual([]);
	await chats.control().delete('/faults');
	const [application] = await delivered(445, 1);
	expect(application?.body).toMatchObject({ version: 1, contact: { name: 'Пётр' } });
});
