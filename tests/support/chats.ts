import type { AmoEvent } from '../../src/events/types';
import { answered, createCrm, leadDetails, testAccount, type Item, type Row } from './crmItems';
import type { TestDatabase } from './database';

/** The Settings node of «Чаты в аналитику», as an installation has it. */
export const chatSettings: Item = {
	analyticsUrl: 'https://analytics.example.ru/applications',
	sessionField: 'SESSION_ID',
	withoutSession: 'campaign',
	defaultCampaign: 'Чаты',
	defaultSource: 'Мессенджер',
	defaultSite: 'example.ru',
	withinDays: 3,
	accountId: 0,
};

const iso = (secondsAgo: number): string => new Date(Date.now() - secondsAgo * 1000).toISOString();
const unix = (secondsAgo: number): number => Math.floor(Date.now() / 1000) - secondsAgo;

export interface TalkEvent {
	readonly talk?: number;
	readonly contact?: number | null;
	readonly lead?: number | null;
	readonly origin?: string;
	readonly chat?: string;
	/** Seconds ago, by amoCRM's clock. */
	readonly at?: number;
	readonly started?: number;
	readonly isInWork?: boolean;
	readonly event?: 'talk.add' | 'talk.update' | 'message.add' | 'message.outgoing';
}

const parentOf = (lead: number | null, contact: number | null): AmoEvent['parent'] => {
	if (lead !== null) return { entity: 'lead', id: lead };
	return contact === null ? null : { entity: 'contact', id: contact };
};

let messages = 0;

/** An event as the inbox stores it, of a body like those in tests/fixtures/webhooks. */
export function talkEvent({
	talk = 191,
	contact = 700,
	lead = 1,
	origin = 'telegram',
	chat = 'chat-1',
	at = 30,
	started = 60,
	isInWork = true,
	event = 'talk.update',
}: TalkEvent = {}): Partial<AmoEvent> {
	const isMessage = event.startsWith('message');
	messages += 1;
	const common = { talk_id: talk, contact_id: contact, chat_id: chat, origin };
	return {
		event,
		entity: isMessage ? 'message' : 'talk',
		id: isMessage ? `message-${messages}` : talk,
		occurredAt: iso(at),
		parent: parentOf(lead, contact),
		data: isMessage
			? { ...common, text: 'Здравствуйте', created_at: iso(at), type: 'incoming' }
			: { ...common, created_at: iso(started), updated_at: iso(at), is_in_work: isInWork },
	};
}

const field = (id: number, code: string | null, value: unknown, type = 'text') => ({
	field_id: id,
	field_name: code === null ? 'Сессия' : code,
	field_code: code,
	field_type: type,
	values: [{ value }],
});

export interface ChatLead {
	readonly id?: number;
	readonly session?: string;
	readonly utm?: string;
	readonly overrides?: Item;
}

export const chatLead = ({ id = 1, session, utm, overrides = {} }: ChatLead = {}): Item =>
	leadDetails({
		id,
		name: `Chat lead ${id}`,
		updated_at: unix(20),
		custom_fields_values: [
			...(session === undefined ? [] : [field(752013, 'SESSION_ID', session)]),
			...(utm === undefined ? [] : [field(752014, 'UTM_SOURCE', utm, 'tracking_data')]),
		],
		...overrides,
	});

export const chatContact = (id: number, phone: string | null = '+7 999 000-07-00'): Item => ({
	id,
	name: `Client ${id}`,
	account_id: testAccount,
	updated_at: unix(100),
	is_deleted: false,
	custom_fields_values: [
		...(phone === null ? [] : [field(1, 'PHONE', phone)]),
		field(2, 'EMAIL', 'client@example.com'),
	],
});

/** One application as the analytics would get it. */
export interface Claimed {
	readonly application_id: string;
	readonly lease: string;
	readonly idempotency_key: string;
	readonly body: Item;
}

/** Short words for what the workflow does with the database. */
export function createChats(database: TestDatabase) {
	const crm = createCrm(database);
	const text = (changed: Item) => JSON.stringify({ ...chatSettings, ...changed });
	const value = async <T>(call: string, values: readonly unknown[]): Promise<T> =>
		(await crm.row(`select ${call} as value`, values))['value'] as T;

	/** Stores events; `details` is what the event workflow fetched of each one's lead or contact. */
	const comes = async (
		events: ReadonlyArray<Partial<AmoEvent>>,
		details: (item: Item) => Item | null = () => null,
	): Promise<void> => {
		const items = await crm.attach(await crm.receive(...events));
		await crm.store(items.map((item) => answered(item, details(item))));
		await crm.rows("update amocrm_webhook_events set status = 'processed', processed_at = now()");
	};

	return {
		...crm,
		value,
		comes,
		take: (changed: Item = {}) => value<number>('amocrm_take_chats($1)', [text(changed)]),
		unknown: (changed: Item = {}) =>
			crm.rows('select * from amocrm_unknown_chat_people($1)', [text(changed)]),
		answer: (answers: readonly Item[]) =>
			value<number>('amocrm_store_chat_people($1)', [JSON.stringify(answers)]),
		claim: async (changed: Item = {}): Promise<readonly Claimed[]> =>
			(await crm.rows('select * from amocrm_claim_chats($1)', [text(changed)])).map(
				(row) => ({ ...row, body: JSON.parse(String(row['body'])) }) as Claimed,
			),
		record: ({ application_id, lease }: Claimed, error: string | null = null) =>
			value<boolean>('amocrm_record_chat($1, $2, $3)', [application_id, lease, error]),
		applications: (): Promise<readonly Row[]> =>
			crm.rows('select * from amocrm_chat_applications order by talk_id'),
	};
}
