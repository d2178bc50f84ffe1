import { createCrm, leadDetails, testAccount, type Item, type Row } from './crmItems';
import type { TestDatabase } from './database';

/** The Settings nodes of the exchange's workflows, as an installation has them. */
export const exchangeSettings: Item = {
	serialField: 'CF_SERIAL',
	modelField: 'Модель',
	configurationField: '',
	maintenanceField: 'Дата ТО',
	telegramField: '752013',
	contactTelegramField: 'Telegram',
	salesPipelineId: 0,
	wonStatusId: 142,
	wonWithinDays: 3,
	maintenanceMonths: 12,
	lookAheadDays: 30,
	pipelineId: 3177727,
	newStatusId: 0,
	responsibleUserId: 0,
	accountId: 0,
	timezone: 'Europe/Moscow',
};

const field = (id: number, name: string, code: string | null, value: unknown) => ({
	field_id: id,
	field_name: name,
	field_code: code,
	field_type: 'text',
	values: [{ value }],
});

const now = (): number => Math.floor(Date.now() / 1000);

interface Sale {
	readonly id: number;
	readonly serial?: string;
	readonly model?: string;
	readonly telegram?: number;
	/** Unix seconds, as amoCRM has dates. */
	readonly maintenance?: number;
	readonly contact?: number | null;
	readonly overrides?: Item;
}

/** A lead of API v4 that was won a minute ago. */
export const wonLead = ({
	id,
	serial,
	model = 'lathe-16',
	telegram,
	maintenance,
	contact = 700,
	overrides = {},
}: Sale): Item =>
	leadDetails({
		id,
		status_id: 142,
		closed_at: now() - 60,
		updated_at: now() - 60,
		custom_fields_values: [
			field(752011, 'Модель', 'CF_MODEL', model),
			...(serial === undefined ? [] : [field(752009, 'Серийный номер', 'CF_SERIAL', serial)]),
			...(telegram === undefined ? [] : [field(752013, 'Telegram ID', null, telegram)]),
			...(maintenance === undefined ? [] : [field(752099, 'Дата ТО', null, maintenance)]),
		],
		_embedded: {
			tags: [],
			companies: [],
			contacts: contact === null ? [] : [{ id: contact, is_main: true }],
		},
		...overrides,
	});

export const contactDetails = (id: number, overrides: Item = {}): Item => ({
	id,
	name: `Client ${id}`,
	account_id: testAccount,
	updated_at: now() - 120,
	is_deleted: false,
	custom_fields_values: [
		field(1, 'Телефон', 'PHONE', '+7 (999) 000-07-00'),
		field(2, 'Email', 'EMAIL', 'Client@Example.com'),
	],
	...overrides,
});

export const telegramField = (value: string) => field(735655, 'Telegram', null, value);

/** What the site sends. */
export const serviceRequest: Item = {
	request_id: 'request-0001',
	type: 'service',
	contact: { name: 'Иван', phone: '8 (999) 000-07-00' },
	machine: { serial_number: 'SN-1', model: 'lathe-16' },
	message: 'Шумит шпиндель',
};
export const partsOrder: Item = {
	request_id: 'order-000001',
	type: 'parts',
	contact: { email: 'client@example.com', telegram_id: 5001 },
	items: [
		{ name: 'Патрон', article: 'P-80', quantity: 2, price: 1500.5 },
		{ name: 'Резец', price: 300 },
	],
};

/** Short words for what the exchange's workflows do with the database. */
export function createExchange(database: TestDatabase) {
	const crm = createCrm(database);
	const value = async <T>(call: string, values: readonly unknown[]): Promise<T> =>
		(await crm.row(`select ${call} as value`, values))['value'] as T;
	const text = (given: unknown) => JSON.stringify(given);
	const withSettings = (changed: Item) => text({ ...exchangeSettings, ...changed });
	let told = 0;
	/** One more event of the entity, so that its answer is newer than the row we have. */
	const comes = (entity: 'lead' | 'contact', details: Item) => {
		told += 1;
		const event = { event: `${entity}.update`, entity, id: Number(details['id']), data: { told } };
		return crm.run([event], () => details);
	};
	return {
		...crm,
		value,
		/** What the site sent is taken, or refused. */
		accept: (body: unknown) =>
			crm.row('select * from amocrm_accept_request($1::jsonb)', [text(body)]),
		/** What the event workflow stores of an event of the lead or contact. */
		leadComes: (details: Item) => comes('lead', details),
		contactComes: (details: Item) => comes('contact', details),
		register: (changed: Item = {}) =>
			crm.rows('select * from amocrm_register_machines($1::jsonb)', [withSettings(changed)]),
		unknownBuyers: (changed: Item = {}) =>
			crm.rows('select * from amocrm_unknown_buyers($1::jsonb)', [withSettings(changed)]),
		storeBuyers: (answers: readonly unknown[]) =>
			value<number>('amocrm_store_buyers($1::jsonb)', [text(answers)]),
		follow: async (changed: Item = {}) => ({
			clients: await value<number>('amocrm_follow_contacts($1::jsonb)', [withSettings(changed)]),
			leads: await value<number>('amocrm_follow_leads($1::jsonb)', [withSettings(changed)]),
		}),
		plan: (today: string, changed: Item = {}) =>
			value<number>('amocrm_plan_maintenance($1::jsonb, $2::date)', [withSettings(changed), today]),
		machines: () =>
			crm.rows(
				`select serial_number, model, next_maintenance_date::text, amocrm_deal_id, amocrm_contact_id
				from machine_instances left join amocrm_clients as client on client.id = client_id
				order by machine_instances.id`,
			),
		notices: () =>
			crm.rows(
				'select kind, channel, subject, chat_id, message, task from amocrm_notices order by id',
			),
		claim: () => crm.rows('select * from amocrm_claim_notices($1::jsonb)', [withSettings({})]),
		told: (notice: Row, error: string | null = null) =>
			value<string | null>('amocrm_record_notice($1, $2, $3)', [
				notice['notice_id'],
				notice['lease'],
				error,
			]),
	};
}
