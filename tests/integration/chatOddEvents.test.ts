import { randomBytes } from 'node:crypto';
import type { AmoEvent } from '../../src/events/types';
import { enqueue } from '../../src/inbox/enqueue';
import { chatContact, chatLead, createChats, talkEvent } from '../support/chats';
import { testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { delivery, newEvent } from '../support/inboxEvents';

/** What reaches conversations in an unusual way: twice, too long, from the chat's next lead, at once. */
const database = useTestDatabase();
const chats = createChats(database);

const message = (options: object = {}) => talkEvent({ event: 'message.add', ...options });

describe('a message that two triggers stored is one message', () => {
	const arrives = async (event: Partial<AmoEvent>, queue: string) => {
		const made = newEvent({ accountId: testAccount, ...event });
		await enqueue(database.pool, delivery([made], { queue }));
		await chats.rows("update amocrm_webhook_events set status = 'processed'");
	};

	test.each([
		['in one run', false],
		['in two runs', true],
	])('%s', async (_, isTakenBetween) => {
		const event = message();
		await arrives(event, 'trigger of the pipeline');
		if (isTakenBetween) await chats.take();
		await arrives(event, 'trigger of somebody else');
		await arrives(message(), 'trigger of somebody else');
		await chats.take();
		expect(await chats.rows('select from amocrm_webhook_events')).toHaveLength(3);
		expect(await chats.applications()).toMatchObject([{ messages: 2 }]);
	});

	test('also when the earlier one becomes visible after the later one was counted', async () => {
		const event = message();
		await arrives(event, 'trigger of somebody else');
		await chats.take();
		await arrives(event, 'trigger of the pipeline');
		await chats.rows(
			"update amocrm_webhook_events set id = -id where queue = 'trigger of the pipeline'",
		);
		await chats.take();
		expect(await chats.applications()).toMatchObject([{ messages: 1 }]);
	});
});

test('what a manager wrote is no message of the client, in whichever list it comes', async () => {
	const own = message({ at: 10 });
	await chats.comes([message({ at: 20 }), { ...own, data: { ...own.data, type: 'outgoing' } }]);
	await chats.take();
	const [application] = await chats.applications();
	expect(application).toMatchObject({ messages: 1 });
	expect(Date.now() - Number(application?.['last_message_at'])).toBeGreaterThan(15_000);
});

test('an event from the future is not the newest for ever', async () => {
	await chats.comes([talkEvent({ at: -86_400 * 365, isInWork: false, lead: 8 })]);
	await chats.rows("update amocrm_webhook_events set ts = ts - interval '1 minute'");
	await chats.take();
	await chats.comes([talkEvent({ at: 5, isInWork: true, lead: 9 })]);
	await chats.take();
	expect(await chats.applications()).toMatchObject([{ amocrm_deal_id: '9', is_closed: false }]);
});

test('ids that are no ids of amoCRM hold no other conversation up', async () => {
	const long = randomBytes(5000).toString('hex');
	const unsorted = (uid: string, chat: string, lead: string | number) => ({
		event: 'unsorted.add',
		entity: 'unsorted',
		parent: { entity: 'lead', id: lead },
		data: { uid, category: 'chats', source_data: { origin: { chat_id: chat } } },
	});
	const odd = message();
	await chats.comes([
		{ ...odd, data: { ...odd.data, talk_id: long } },
		{ ...odd, data: { ...odd.data, talk_id: { id: long } } },
		message({ talk: 7, chat: long }),
		{ ...message({ talk: 8 }), parent: { entity: 'lead', id: long } },
		unsorted(long, 'chat-1', 5),
		unsorted('uid-1', long, 5),
		unsorted('uid-2', 'chat-1', long),
		message(),
	]);
	await chats.take();
	expect(await chats.applications()).toMatchObject([
		{ talk_id: '191', chat_id: 'chat-1', amocrm_deal_id: '1' },
		{ talk_id: '7', chat_id: null },
		{ talk_id: '8', amocrm_deal_id: null },
	]);
	expect(
		await chats.rows('select uid, chat_id, amocrm_deal_id from amocrm_chat_sources order by uid'),
	).toEqual([
		{ uid: 'uid-1', chat_id: null, amocrm_deal_id: '5' },
		{ uid: 'uid-2', chat_id: 'chat-1', amocrm_deal_id: null },
	]);
});

describe('a visitor who comes back into the same chat with another lead', () => {
	const unsorted = (lead: number) => ({
		event: 'unsorted.add',
		entity: 'unsorted',
		id: `uid-${lead}`,
		parent: { entity: 'lead', id: lead },
		data: {
			uid: `uid-${lead}`,
			category: 'chats',
			lead_id: lead,
			source_data: { origin: { chat_id: 'chat-1', referer: `https://example.ru/${lead}` } },
		},
	});
	const visit = async (talk: number, lead: number, accepted: number | null) => {
		await chats.comes([message({ talk, lead: accepted }), unsorted(lead)], ({ lookup }) =>
			lookup === 'lead' ? chatLead({ id: lead, session: `s-${lead}` }) : null,
		);
		await chats.take();
	};
	const delivered = async () => {
		const claimed = await chats.claim();
		for (const one of claimed) await chats.record(one);
		return claimed.map(({ body }) => [
			...[body['talk_id'], (body['lead'] as { id: number }).id, body['session']],
			(body['unsorted'] as { referer: string }).referer,
		]);
	};

	test.each([
		['is not accepted yet', null],
		['was accepted', 5],
	])('leaves the first conversation as it was, whose lead %s', async (_, accepted) => {
		await chats.comes([{ event: 'contact.update', entity: 'contact', id: 700 }], () =>
			chatContact(700),
		);
		await visit(191, 5, accepted);
		expect(await delivered()).toEqual([['191', 5, 's-5', 'https://example.ru/5']]);

		await chats.rows("update amocrm_chat_sources set stored_at = stored_at - interval '1 day'");
		await chats.rows(
			`update amocrm_chat_applications set opened_at = opened_at - interval '1 day'`,
		);
		await visit(192, 9, null);
		// As soon as anything else makes it anew.
		await chats.comes([message({ talk: 191, lead: accepted })]);
		await chats.take();
		expect(await delivered()).toEqual([
			['191', 5, 's-5', 'https://example.ru/5'],
			['192', 9, 's-9', 'https://example.ru/9'],
		]);
	});
});

test('a run that takes events while another makes applications anew waits for it, and both end', async () => {
	await chats.comes([message({ talk: 9 })], () => chatLead());
	await chats.take();
	await chats.comes([message({ talk: 10 })]);
	await chats.take();
	await chats.rows("update amocrm_chat_applications set opened_at = now() - interval '1 hour'");
	await chats.comes([message({ talk: 9 }), message({ talk: 10 })]);
	const waiting = (count: number) =>
		eventually(`${count} wait`, async () => {
			const found = await chats.rows(
				`select from pg_stat_activity
				where datname = current_database() and wait_event_type = 'Lock'`,
			);
			return found.length === count;
		});

	const third = await database.pool.connect();
	await third.query('begin');
	await third.query("select from amocrm_chat_applications where talk_id = '10' for update");
	const taken = chats.take();
	await waiting(1);
	const claimed = chats.claim();
	await waiting(2);
	await third.query('rollback');
	third.release();
	expect(await Promise.all([taken, claimed])).toEqual([2, expect.any(Array)]);
});
