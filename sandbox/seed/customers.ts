import type { Customer, CustomerStatus, Segment } from '../customer';
import type { Data } from '../data';
import { personUserId } from './users';

const status = (
	id: number,
	sort: number,
	type: CustomerStatus['type'],
	name: string,
	color: string,
): CustomerStatus => ({ id, name, sort, is_default: type !== 0, color, type });

const statuses: readonly CustomerStatus[] = [
	status(4_740_010, 0, 4, 'Недавно купил', '#ccff66'),
	status(4_740_013, 1, 0, 'Этап 1', '#fd5598'),
	status(4_740_025, 2, 1, 'Ожидается покупка', '#99ccff'),
	status(4_740_028, 4, 2, 'Не купил', '#fd5598'),
	status(4_740_031, 5, 3, 'Закрыт', '#d5d8db'),
];

const since = 1_748_260_000;

const segment = (id: number, name: string, color: string): Segment => ({
	id,
	name,
	color,
	available_products_price_types: [],
	fields: [],
	created_at: since,
	updated_at: since,
});

const segments = [segment(51, 'Постоянные', '6610f2'), segment(53, 'Оптовые', 'ae003f')];

const byId = <T extends { readonly id: number }>(rows: readonly T[]): Map<number, T> =>
	new Map(rows.map((row) => [row.id, row]));

type CustomersData = Pick<
	Data,
	'customersSetting' | 'customers' | 'customerStatuses' | 'segments' | 'transactions'
>;

/** Customers as an account has them that nobody bought from: in segments, with both lists filled. */
export const emptyCustomers = (): CustomersData => ({
	customersSetting: { mode: 'segments', isEnabled: true },
	customers: new Map(),
	customerStatuses: byId(statuses),
	segments: byId(segments),
	transactions: new Map(),
});

/** Two customers, of the first two contacts; their ids take none of the account's counter. */
export function seedCustomers(data: Data): void {
	[...data.contacts.values()].slice(0, 2).forEach((contact, i) => {
		const customer: Customer = {
			id: 1_299_433 + 2 * i,
			name: `Покупатель ${i + 1}`,
			responsible_user_id: contact.responsible_user_id,
			group_id: 0,
			created_by: personUserId,
			updated_by: personUserId,
			created_at: since + 3600 * i,
			updated_at: since + 3600 * i,
			closest_task_at: null,
			is_deleted: false,
			fields: [],
			tags: [],
			next_price: 1000 * (i + 1),
			next_date: since + 86_400 * 30 * (i + 1),
			status_id: 4_740_013,
			periodicity: 0,
			ltv: 0,
			purchases_count: 0,
			bonus_points: 100,
			segments: [51],
			contacts: [{ id: contact.id, is_main: true }],
			elements: [],
			company_id: contact.company_id,
		};
		data.customers.set(customer.id, customer);
	});
}
