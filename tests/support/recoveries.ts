import { leadDetails, testAccount, type Item, type Row } from './crmItems';
import type { TestDatabase } from './database';
import { testQueue } from './inboxEvents';

/** What amoCRM answers while a recovery reads it: its lists by name. */
export interface Account {
	readonly leads?: readonly Item[];
	readonly contacts?: readonly Item[];
	readonly companies?: readonly Item[];
	readonly events?: readonly Item[];
}

export interface RecoveryRequest {
	readonly path: string | null;
	readonly query: {
		readonly filter: {
			readonly updated_at?: { readonly from: number };
			readonly created_at?: { readonly from: number; readonly to: number };
		};
		readonly limit: number;
		readonly page: number;
	} | null;
}

let lastChange = 0;

/** An entry of `GET /api/v4/events`; `at` in unix seconds. */
export function change(type: string, entityId: number, at: number, more: Item = {}): Item {
	lastChange += 1;
	return {
		id: `01change${String(lastChange).padStart(18, '0')}`,
		type,
		entity_id: entityId,
		entity_type: type.split('_')[0],
		created_by: 504141,
		created_at: at,
		value_after: [],
		value_before: [],
		account_id: testAccount,
		...more,
	};
}

export const moved = (entityId: number, at: number, from: number, to: number): Item =>
	change('lead_status_changed', entityId, at, {
		value_before: [{ lead_status: { id: from, pipeline_id: 3177727 } }],
		value_after: [{ lead_status: { id: to, pipeline_id: 3177727 } }],
	});

export const lead = (id: number, updatedAt: number, more: Item = {}): Item =>
	leadDetails({ id, updated_at: updatedAt, _links: { self: { href: 'https://x' } }, ...more });

export const noContent: Item = { status: 204, body: null };

/** Answers a request of a recovery as amoCRM does: filter, order, page. */
export function answer(account: Account, request: RecoveryRequest): Item {
	const { path, query } = request;
	if (path === null || query === null) throw new Error('There is nothing to answer.');
	const name = path.replace('/api/v4/', '') as keyof Account;
	const { updated_at: updated, created_at: created } = query.filter;
	const all = [...(account[name] ?? [])]
		.filter(
			(row) =>
				(!updated || Number(row['updated_at']) >= updated.from) &&
				(!created ||
					(Number(row['created_at']) >= created.from && Number(row['created_at']) <= created.to)),
		)
		.sort((a, b) =>
			name === 'events'
				? Number(b['created_at']) - Number(a['created_at'])
				: Number(a['updated_at']) - Number(b['updated_at']),
		);
	const start = (query.page - 1) * query.limit;
	const rows = all.slice(start, start + query.limit);
	if (rows.length === 0) return noContent;
	const hasNext = start + query.limit < all.length;
	const body = {
		_links: hasNext ? { next: { href: `https://x/api/v4/${name}?page=${query.page + 1}` } } : {},
		_embedded: { [name]: rows },
	};
	return { status: 200, body };
}

export const unix = (secondsAgo = 0): number => Math.floor(Date.now() / 1000) - secondsAgo;

/** Short words for what the trigger and the workflow do with the functions. */
export function createRecoveries(database: TestDatabase) {
	const rows = async (statement: string, values: readonly unknown[] = []) =>
		(await database.pool.query<Row>(statement, [...values])).rows;
	const request = async (statement: string, values: readonly unknown[]) =>
		(await database.pool.query<RecoveryRequest>(statement, [...values])).rows[0] as RecoveryRequest;
	const start = (run: string, limits: Item = {}) =>
		request('select * from amocrm_start_recovery($1, $2)', [run, JSON.stringify(limits)]);
	const next = (run: string, body: Item) =>
		request('select * from amocrm_continue_recovery($1, $2)', [run, JSON.stringify(body)]);
	return {
		rows,
		start,
		next,
		report: async (condition: string) =>
			void (await rows('select amocrm_record_subscription($1, $2, $3)', [
				testQueue,
				testAccount,
				condition,
			])),
		/** The trigger worked `hoursAgo`, found its webhook switched off now and has renewed it. */
		gap: async (hoursAgo = 3) => {
			await rows('select amocrm_record_subscription($1, $2, $3)', [
				testQueue,
				testAccount,
				'active',
			]);
			await rows(
				`update amocrm_webhook_states set active_at = now() - make_interval(hours => $1)`,
				[hoursAgo],
			);
			for (const condition of ['disabled', 'active']) {
				await rows('select amocrm_record_subscription($1, $2, $3)', [
					testQueue,
					testAccount,
					condition,
				]);
			}
			await rows('update amocrm_recoveries set due_at = now() where finished_at is null');
		},
		/** A whole run; the paths it asked for. */
		run: async (run: string, account: Account, limits: Item = {}): Promise<readonly string[]> => {
			const paths: string[] = [];
			for (
				let asked = await start(run, limits);
				asked.path !== null;
				asked = await next(run, answer(account, asked))
			) {
				paths.push(asked.path);
			}
			return paths;
		},
		events: () =>
			rows(
				'select event_type, amocrm_entity_id as id from amocrm_webhook_events as event order by event.id',
			),
		recovery: async () =>
			(await rows('select * from amocrm_recoveries order by id desc limit 1'))[0] as Row,
	};
}
