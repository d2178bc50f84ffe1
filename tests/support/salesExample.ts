import type { AmoEvent } from '../../src/events/types';
import type { TestDatabase } from './database';
import { createCrm, leadDetails, testAccount, type Item } from './crmItems';

/** A few leads whose every figure can be worked out by hand; stages 11, 12, 13, then 142 or 143. */
export const maria = 7;
export const oleg = 8;
const funnel = 5;

const stages: readonly (readonly [id: number, name: string, sort: number, type: number])[] = [
	[10, 'Неразобранное', 10, 1],
	[11, 'Новая', 20, 0],
	[12, 'Переговоры', 30, 0],
	[13, 'Договор', 40, 0],
	[142, 'Успешно реализовано', 10_000, 0],
	[143, 'Закрыто и не реализовано', 11_000, 0],
];

const statuses = stages.map(([id, name, sort, type]) => ({ id, name, sort, type }));
const pipelines = [{ id: funnel, name: 'Воронка', _embedded: { statuses } }];
const users = [
	{ id: maria, name: 'Мария', rights: { is_active: true } },
	{ id: oleg, name: 'Олег', rights: { is_active: true } },
	{ id: 9, name: 'Ушёл', rights: { is_active: false } },
];

const field = (name: string, type: string, values: readonly string[], code?: string): Item => ({
	field_id: name.length,
	field_name: name,
	field_code: code ?? null,
	field_type: type,
	values: values.map((value) => ({ value })),
});

const utm = (source: string, medium: string, campaign: string): readonly Item[] => [
	field('utm_source', 'tracking_data', [source], 'UTM_SOURCE'),
	field('utm_medium', 'tracking_data', [medium], 'UTM_MEDIUM'),
	field('utm_campaign', 'tracking_data', [campaign], 'UTM_CAMPAIGN'),
];

const unix = (time: string): number => Date.parse(time) / 1000;
const startedAt = Math.floor(Date.now() / 1000) * 1000;
const daysAgo = (days: number): string => new Date(startedAt - days * 86_400_000).toISOString();
const recent = { created: daysAgo(2), talks: daysAgo(1.5), won: daysAgo(1) };

const lead = (id: number, created: string, more: Item): Item =>
	leadDetails({
		...{ id, name: `Лид ${id}`, pipeline_id: funnel, status_id: 11, price: 100 },
		...{ created_at: unix(created), updated_at: unix(created), created_by: 0 },
		responsible_user_id: maria,
		...more,
	});

const closed = (at: string): Item => ({ closed_at: unix(at), updated_at: unix(at) });

const leads: ReadonlyMap<number, Item> = new Map([
	[
		1,
		lead(1, '2025-03-10T10:00:00Z', {
			...closed('2025-03-11T12:00:00Z'),
			...{ status_id: 142, price: 1000 },
			custom_fields_values: [
				field('Источник', 'select', ['Сайт']),
				...utm('google', 'cpc', 'spring'),
			],
		}),
	],
	[
		2,
		lead(2, '2025-03-20T10:00:00Z', {
			...closed('2025-03-23T10:00:00Z'),
			...{ status_id: 143, price: 500, responsible_user_id: oleg, loss_reason_id: 1 },
			_embedded: { contacts: [], loss_reason: [{ id: 1, name: 'Дорого' }] },
		}),
	],
	[3, lead(3, '2025-03-25T10:00:00Z', { ...closed('2025-03-26T10:00:00Z'), status_id: 143 })],
	[4, lead(4, '2025-04-02T10:00:00Z', { price: 200 })],
	[5, lead(5, '2025-04-05T10:00:00Z', { status_id: 13, price: 400 })],
	[6, lead(6, '2025-03-12T10:00:00Z', { price: 77_777 })],
	[
		7,
		lead(7, recent.created, {
			...closed(recent.won),
			...{ status_id: 142, price: 300, responsible_user_id: oleg, created_by: oleg },
			custom_fields_values: [
				field('Услуги', 'multiselect', ['Монтаж', 'Сервис']),
				...utm('yandex', 'cpc', 'autumn'),
			],
		}),
	],
]);

const added = (id: number): Partial<AmoEvent> => ({ event: 'lead.add', id });

const moved = (
	id: number,
	changedBy: number,
	occurredAt: string,
	from: number,
	to: number,
): Partial<AmoEvent> => ({
	...{ event: 'lead.status', id, changedBy, occurredAt },
	changes: { status_id: { from, to } },
	data: { status_id: to, pipeline_id: funnel },
});

const history: ReadonlyArray<Partial<AmoEvent>> = [
	added(1),
	{
		...{ event: 'note.add', entity: 'note', id: 100, parent: { entity: 'lead', id: 1 } },
		data: { created_at: '2025-03-10T10:30:00.000Z', created_by: maria, note_type: '4' },
	},
	moved(1, maria, '2025-03-10T12:00:00.000Z', 11, 12),
	moved(1, maria, '2025-03-11T12:00:00.000Z', 12, 142),
	added(2),
	moved(2, oleg, '2025-03-21T10:00:00.000Z', 11, 12),
	moved(2, oleg, '2025-03-23T10:00:00.000Z', 12, 143),
	added(3),
	moved(3, 0, '2025-03-26T10:00:00.000Z', 11, 143),
	added(4),
	// Nobody told us of its creation.
	moved(5, maria, '2025-04-10T10:00:00.000Z', 12, 13),
	added(6),
	{ event: 'lead.delete', id: 6, occurredAt: null },
	added(7),
	moved(7, oleg, recent.talks, 11, 12),
	moved(7, oleg, recent.won, 12, 142),
];

/** Lets it all happen as the workflow would, and stores the names that a refresh brings. */
export async function tellSalesExample(database: TestDatabase): Promise<void> {
	const crm = createCrm(database);
	await crm.rows('select * from amocrm_refresh_reference($1)', [
		JSON.stringify({
			...{ watcher: 'reference', every: '24 hours', account: { id: testAccount } },
			...{ pipelines, users, custom_fields: { leads: [{ id: 1, name: 'Источник' }] } },
		}),
	]);
	await crm.run(history, ({ subject }) => leads.get((subject as { id: number }).id) ?? null);
	await database.pool.query(
		`update amocrm_webhook_events set status = 'processed', processed_at = ts + interval '2 seconds'`,
	);
}
