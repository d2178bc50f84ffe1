import { z } from 'zod';
import type { Customer, Transaction } from '../customer';
import type { Store } from '../store';
import { problemOf } from './fieldProblems';
import { unknownUsers } from './references';
import type { Prepared } from './writeList';

const int = z.number().int();

const input = z.object({
	price: int,
	comment: z.string().nullish(),
	completed_at: int.optional(),
	next_price: int.optional(),
	next_date: int.optional(),
	created_by: int.optional(),
	_embedded: z
		.object({
			catalog_elements: z
				.array(
					z.object({
						id: int,
						metadata: z.object({ catalog_id: int, quantity: z.number().default(1) }),
					}),
				)
				.optional(),
		})
		.optional(),
});

export interface Purchase {
	readonly customerId: number;
	readonly by: number;
	/** A tenth of the price; in amoCRM the programme of the account says how many. */
	readonly isBonusAccrued: boolean;
}

/** The sum of purchases and what the next one is expected to be. */
function saveCustomer(store: Store, customer: Customer, changes: Partial<Customer>): void {
	const updated_at = Math.max(Math.floor(Date.now() / 1000), customer.updated_at);
	store.save('customers', { ...customer, ...changes, updated_at });
}

export function prepareTransaction(
	store: Store,
	item: unknown,
	{ customerId, by, isBonusAccrued }: Purchase,
): Prepared<Transaction> {
	const parsed = input.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { price, comment, completed_at, next_price, next_date, created_by } = parsed.data;
	const problems = unknownUsers(store.data, parsed.data, ['created_by']);
	if (problems.length > 0) return { save: null, problems };
	const save = (): Transaction => {
		const now = Math.floor(Date.now() / 1000);
		const transaction: Transaction = {
			id: store.nextId(),
			customer_id: customerId,
			price,
			comment: comment ?? null,
			catalog_elements: parsed.data._embedded?.catalog_elements ?? [],
			completed_at: completed_at ?? now,
			created_by: created_by ?? by,
			updated_by: created_by ?? by,
			created_at: now,
			updated_at: now,
		};
		store.data.transactions.set(transaction.id, transaction);
		const customer = store.data.customers.get(customerId);
		if (customer) {
			saveCustomer(store, customer, {
				ltv: customer.ltv + price,
				purchases_count: customer.purchases_count + 1,
				bonus_points: customer.bonus_points + (isBonusAccrued ? Math.floor(price / 10) : 0),
				next_price: next_price ?? customer.next_price,
				next_date: next_date ?? customer.next_date,
				updated_by: transaction.created_by,
			});
		}
		return transaction;
	};
	return { save, problems: null };
}

export function deleteTransaction(store: Store, { id, customer_id, price }: Transaction): void {
	store.data.transactions.delete(id);
	const customer = store.data.customers.get(customer_id);
	if (customer) {
		saveCustomer(store, customer, {
			ltv: customer.ltv - price,
			purchases_count: customer.purchases_count - 1,
		});
	}
}
