import type { AmoEvent } from '../../src/events/types';
import { enqueue } from '../../src/inbox/enqueue';
import type { TestDatabase } from './database';
import { delivery, newEvent } from './inboxEvents';

export const testAccount = 28805383;

/** What passes between the nodes of the shipped workflow. */
export type Item = Readonly<Record<string, unknown>>;
export type Row = Readonly<Record<string, unknown>>;

export interface Crm {
	rows(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
	/** The one row of a statement; throws when there is another number. */
	row(statement: string, values?: readonly unknown[]): Promise<Row>;
	/** Stores events in the inbox and gives the items that the trigger makes of them. */
	receive(...events: ReadonlyArray<Partial<AmoEvent>>): Promise<readonly Item[]>;
	attach(items: readonly unknown[]): Promise<readonly Item[]>;
	store(items: readonly unknown[]): Promise<readonly Item[]>;
	/** The whole way of events whose subjects amoCRM answers with `answer` (null: unknown id). */
	run(
		events: ReadonlyArray<Partial<AmoEvent>>,
		answer: (item: Item) => unknown,
	): Promise<readonly Item[]>;
}

export const isLookedUp = (item: Item): boolean => item['lookup'] !== 'none';

/** What the AmoCRM node's "Get by IDs" adds to an item. */
export const answered = (item: Item, details: unknown): Item => ({
	...item,
	details,
	found: details !== null,
	fetchedAt: new Date().toISOString(),
});

export function createCrm(database: TestDatabase): Crm {
	const rows: Crm['rows'] = async (statement, values = []) =>
		(await database.pool.query<Row>(statement, [...values])).rows;
	const call = async (name: string, items: readonly unknown[]): Promise<readonly Item[]> => {
		const found = await database.pool.query<{ item: Item }>(`select item from ${name}($1::jsonb)`, [
			JSON.stringify(items),
		]);
		return found.rows.map(({ item }) => item);
	};
	const receive: Crm['receive'] = async (...events) => {
		const made = events.map((event) => newEvent({ accountId: testAccount, ...event }));
		const stored = await enqueue(database.pool, delivery(made));
		return made.map(({ event }, index) => ({
			...event,
			deliveryId: null,
			eventId: stored[index]?.eventId,
		}));
	};
	const attach: Crm['attach'] = (items) => call('amocrm_attach_fresh_details', items);
	const store: Crm['store'] = (items) => call('amocrm_store_details', items);
	return {
		rows,
		row: async (statement, values) => {
			const found = await rows(statement, values);
			if (found.length !== 1 || !found[0]) throw new Error(`${found.length} rows: ${statement}`);
			return found[0];
		},
		receive,
		attach,
		store,
		run: async (events, answer) => {
			const items = await attach(await receive(...events));
			return store(items.map((item) => (isLookedUp(item) ? answered(item, answer(item)) : item)));
		},
	};
}

/** A lead as API v4 answers it. */
export const leadDetails = (overrides: Item = {}): Item => ({
	id: 1,
	name: 'Lead',
	price: 100,
	responsible_user_id: 504141,
	group_id: 0,
	status_id: 32392159,
	pipeline_id: 3177727,
	loss_reason_id: null,
	created_by: 504141,
	updated_by: 0,
	created_at: 1748260000,
	updated_at: 1748268812,
	closed_at: null,
	is_deleted: false,
	custom_fields_values: null,
	account_id: testAccount,
	_embedded: { tags: [], companies: [], contacts: [] },
	...overrides,
});
