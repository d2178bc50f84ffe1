import {
	chatContact,
	chatLead,
	createChats,
	talkEvent,
	type Claimed,
	type TalkEvent,
} from '../support/chats';
import { useTestDatabase } from '../support/database';

/** What the analytics gets of a conversation: each version once and in order, whoever is down. */
const database = useTestDatabase();
const chats = createChats(database);

const dueNow = () => chats.rows('update amocrm_chat_applications set next_attempt_at = now()');

/** One more message of the client, its contact and lead known. */
async function grows(event: TalkEvent = {}, lead = chatLead()): Promise<void> {
	await chats.comes([talkEvent({ event: 'message.add', ...event })], () => lead);
	await chats.take();
}

const only = (claimed: readonly Claimed[]): Claimed => {
	const [one, ...others] = claimed;
	if (!one || others.length > 0) throw new Error(`${claimed.length} applications`);
	return one;
};

describe('an application', () => {
	beforeEach(async () => {
		await chats.comes([{ event: 'contact.update', entity: 'contact', id: 700 }], () =>
			chatContact(700),
		);
		await grows();
	});

	test('is given to one of six runs at once, and not again when it was taken', async () => {
		const claims = await Promise.all(Array.from({ length: 6 }, () => chats.claim()));
		expect(await chats.record(only(claims.flat()))).toBe(true);
		await dueNow();
		expect(await chats.claim()).toEqual([]);
	});

	test('that has grown is delivered again, with what changed since', async () => {
		await chats.record(only(await chats.claim()));
		await grows({ at: 10 }, chatLead({ session: 's-1' }));
		const second = only(await chats.claim());
		expect(second.idempotency_key).toMatch(/:191:2$/);
		expect(second.body).toMatchObject({ version: 2, messages: 2, session: 's-1' });
		expect(second.body['changed']).toEqual(
			expect.arrayContaining(['attribution', 'last_message_at', 'messages', 'session']),
		);
		expect(second.body['changed']).not.toContain('contact');
	});

	test('that changed back and forth in nothing is not delivered again', async () => {
		await chats.record(only(await chats.claim()));
		await chats.comes([{ event: 'contact.update', entity: 'contact', id: 700 }], () => ({
			...chatContact(700),
			updated_at: Math.floor(Date.now() / 1000),
		}));
		expect(await chats.claim()).toEqual([]);
	});

	test('that is not taken is tried again, later each time, every hour in the end', async () => {
		const waits: number[] = [];
		for (let attempt = 0; attempt < 8; attempt += 1) {
			const claimed = only(await chats.claim());
			expect(claimed.body).toMatchObject({ version: 1 });
			await chats.record(claimed, 'answers 503 to Bearer secret-of-analytics');
			expect(await chats.claim()).toEqual([]);
			const [row] = await chats.rows(
				`select round(extract(epoch from next_attempt_at - now()) / 60)::int as wait, last_error
				from amocrm_chat_applications`,
			);
			expect(row?.['last_error']).toBe('answers 503 to Bearer ***');
			waits.push(Number(row?.['wait']));
			await dueNow();
		}
		expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
	});

	test('that grew while the analytics was down is delivered as it is now, a number higher', async () => {
		await chats.record(only(await chats.claim()), 'down');
		await grows({ at: 20 });
		await grows({ at: 10 });
		await dueNow();
		const claimed = only(await chats.claim());
		expect(claimed.body).toMatchObject({ version: 2, messages: 3 });
		expect(await chats.record(claimed)).toBe(true);
		await dueNow();
		expect(await chats.claim()).toEqual([]);
	});

	test('that grows while it is delivered has the next version, and the first counts as delivered', async () => {
		const first = only(await chats.claim());
		await grows({ at: 10 });
		expect(await chats.claim()).toEqual([]);
		await chats.record(first);
		expect(only(await chats.claim()).body).toMatchObject({
			version: 2,
			changed: ['last_message_at', 'messages'],
		});
	});

	test('whose run died is given again with the same key, and the dead run has no say any more', async () => {
		const dead = only(await chats.claim());
		await chats.rows(
			"update amocrm_chat_applications set leased_until = now() - interval '1 second'",
		);
		const again = only(await chats.claim());
		expect(again.idempotency_key).toBe(dead.idempotency_key);
		expect(await chats.record(dead)).toBe(false);
		expect(await chats.record(again)).toBe(true);
	});

	const health = async () => {
		const { state } = await chats.row(
			"select state from amocrm_pipeline_health where name = 'analytics_waiting'",
		);
		return state;
	};

	test('whose runs die one after the other is an alarm as well', async () => {
		await chats.claim();
		await chats.rows(
			`update amocrm_chat_applications set leased_until = now() - interval '1 second',
				waiting_since = now() - interval '61 minutes', next_attempt_at = now() - interval '2 days'`,
		);
		await chats.claim();
		expect(await health()).toBe('alarm');
		await chats.rows(
			"update amocrm_chat_applications set leased_until = now() - interval '25 hours'",
		);
		expect(await health()).toBe('ok');
	});

	test('that waits for the analytics is an alarm after an hour, until it is taken', async () => {
		expect(await health()).toBe('ok');
		await chats.record(only(await chats.claim()), 'down');
		expect(await health()).toBe('ok');
		for (const [minutes, state] of [
			[11, 'warning'],
			[61, 'alarm'],
		] as const) {
			await chats.rows(
				"update amocrm_chat_applications set waiting_since = now() - $1 * interval '1 minute'",
				[minutes],
			);
			expect(await health()).toBe(state);
		}
		await dueNow();
		await chats.record(only(await chats.claim()));
		expect(await health()).toBe('ok');
	});
});

describe('without a session a chat is counted to', () => {
	const attribution = async (settings: object = {}, origin = 'telegram') => {
		await chats.rows('truncate amocrm_chat_applications, amocrm_contacts');
		await chats.comes([{ event: 'contact.update', entity: 'contact', id: 700 }], () =>
			chatContact(700),
		);
		await grows({ origin });
		return only(await chats.claim({ ...settings })).body['attribution'];
	};
	const map = (...values: unknown[]) =>
		chats.rows(
			`select * from amocrm_set_messenger_source(${values.map((_, i) => `$${i + 1}`).join(', ')})`,
			values,
		);

	test('the default campaign, or the default source and site, as the switch says', async () => {
		expect(await attribution()).toEqual({ by: 'default', campaign: 'Чаты' });
		expect(await attribution({ withoutSession: 'source' })).toEqual({
			by: 'default',
			source: 'Мессенджер',
			site: 'example.ru',
		});
		expect(await attribution({ defaultCampaign: '' })).toEqual({ by: 'none' });
	});

	test('what its messenger is mapped to: the exact name, else the longest beginning', async () => {
		await map('com.wazzup24.*', null, 'Wazzup', 'example.ru');
		await map('com.wazzup24.whatsapp*', 'WhatsApp');
		await map(' Telegram ', 'Телеграм');
		expect(await attribution()).toEqual({ by: 'messenger', campaign: 'Телеграм' });
		expect(await attribution({}, 'com.wazzup24.viber')).toEqual({
			by: 'messenger',
			source: 'Wazzup',
			site: 'example.ru',
		});
		expect(await attribution({}, 'com.wazzup24.whatsapp.1')).toMatchObject({
			campaign: 'WhatsApp',
		});
		expect(await attribution({}, 'vk')).toEqual({ by: 'default', campaign: 'Чаты' });
	});

	test('what its own account maps, before what all do; and no more when that is removed', async () => {
		await map('telegram', 'Common');
		await map('telegram', null, 'Own', null, 28805383);
		expect(await attribution()).toEqual({ by: 'messenger', source: 'Own' });
		const removed = await chats.rows('select amocrm_remove_messenger_source($1, $2) as done', [
			'Telegram',
			28805383,
		]);
		expect(removed).toEqual([{ done: true }]);
		expect(await attribution()).toEqual({ by: 'messenger', campaign: 'Common' });
	});

	test.each([
		['no messenger', ['', 'A'], /messenger is ""/],
		['a name with spaces', ['my messenger', 'A'], /origin is expected/],
		['both', ['vk', 'A', 'B'], /one of campaign and source/],
		['neither', ['vk', ' '], /one of campaign and source/],
		['a site of a campaign', ['vk', 'A', null, 'example.ru'], /a site belongs to a source/],
		['a long text', ['vk', 'A'.repeat(256)], /255 characters/],
		['a wrong account', ['vk', 'A', null, null, -1], /0 for every one/],
	])('nothing that was mapped wrong: %s', async (_what, values, problem) => {
		await expect(map(...values)).rejects.toThrow(problem);
		expect(await chats.rows('select from amocrm_messenger_sources')).toEqual([]);
	});
});
