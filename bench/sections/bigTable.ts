import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { migrate } from '../../src/inbox/migrate';
import { createPool } from '../../src/inbox/pool';
import type { PostgresServer } from '../../stack/postgres';
import { percentile } from '../measure/percentile';
import { storePending } from '../queues/ourEvents';
import type { ClaimCost } from '../results';

const batch = 250;

/** The queue of the published trigger: n8n must be stopped, or it takes the events itself. */
export async function triggerQueue(pool: Pool): Promise<string> {
	const { rows } = await pool.query<{ queue: string }>('select queue from amocrm_endpoints');
	if (!rows[0]) throw new Error('no trigger is published');
	return rows[0].queue;
}

export interface ClaimLoad {
	readonly queue: string;
	/** Batches of 250 that wait when the first is claimed. */
	readonly claims: number;
	readonly oldRows: number;
	/** Whether PostgreSQL has looked at the table since the events came, as autovacuum does within a minute. */
	readonly isAnalyzed: boolean;
}

/** Median times of claiming and completing batches of 250; the rows it made are taken away again. */
export async function measureClaims(pool: Pool, load: ClaimLoad): Promise<ClaimCost> {
	const { queue, oldRows, isAnalyzed } = load;
	const claims: number[] = [];
	const completions: number[] = [];
	const timed = async <T>(times: number[], work: () => Promise<T>): Promise<T> => {
		const startedAt = performance.now();
		const result = await work();
		times.push(performance.now() - startedAt);
		return result;
	};
	const { rows } = await pool.query<{ id: string }>(
		'select coalesce(max(id), 0)::text as id from amocrm_webhook_events',
	);
	await storePending(pool, queue, load.claims * batch);
	if (isAnalyzed) await pool.query('analyze amocrm_webhook_events');
	for (let turn = 0; turn < load.claims; turn += 1) {
		const lease = randomUUID();
		const options = { queue, limit: batch, lease, leaseSeconds: 60, maxAttempts: 3 };
		const events = await timed(claims, () => claim(pool, { ...options, preferSolo: true }));
		if (events.length !== batch) throw new Error(`claimed ${events.length} events of ${batch}`);
		const ids = events.map(({ eventId }) => eventId);
		await timed(completions, () => complete(pool, ids, lease));
	}
	await pool.query('delete from amocrm_webhook_events where id > $1', [rows[0]?.id]);
	return {
		waiting: load.claims * batch,
		oldRows,
		claimMs: percentile(claims, 0.5),
		completeMs: percentile(completions, 0.5),
	};
}

/** Claims in a database that PostgreSQL has never looked at: the first minute of a new installation. */
export async function measureFirstClaims(
	postgres: PostgresServer,
	claims: number,
): Promise<ClaimCost> {
	const database = 'fresh_claims';
	await postgres.createDatabase(database);
	const pool = createPool({ connectionString: postgres.url(database) });
	try {
		await migrate(pool);
		await pool.query(`alter table amocrm_webhook_events set (autovacuum_enabled = off)`);
		return await measureClaims(pool, { queue: 'fresh', claims, oldRows: 0, isAnalyzed: false });
	} finally {
		await pool.end();
	}
}

/** An empty table, as after a new installation. */
export async function emptyTable(pool: Pool): Promise<void> {
	await pool.query('truncate amocrm_webhook_events');
	await pool.query('vacuum analyze amocrm_webhook_events');
}

/** Stores one event and copies it as `count` processed ones of the past, then lets PostgreSQL look at them. */
export async function addOldRows(pool: Pool, count: number): Promise<void> {
	const queue = await triggerQueue(pool);
	await storePending(pool, queue, 1);
	await pool.query(
		`insert into amocrm_webhook_events (ts, event_type, entity_type, amocrm_entity_id, event_hash,
			payload, account_id, status, changes, occurred_at, processed_at, delivery_id, queue,
			content_hash, attempts)
		select now() - n * interval '30 s', event_type, entity_type, (200000000 + n % 100000)::text,
			encode(sha256(('old ' || n)::bytea), 'hex'), payload, account_id, 'processed', changes,
			now() - n * interval '30 s', now() - n * interval '30 s', delivery_id, pattern.queue,
			encode(sha256(('content ' || n)::bytea), 'hex'), 1
		from amocrm_webhook_events as pattern
		cross join generate_series(1, $1::int) as n
		where pattern.status = 'pending'`,
		[count],
	);
	await pool.query(`delete from amocrm_webhook_events where status = 'pending'`);
	await pool.query('vacuum analyze amocrm_webhook_events');
	await pool.query('checkpoint');
	const { rows } = await pool.query<{ count: number }>(
		'select count(*)::int as count from amocrm_webhook_events',
	);
	if (rows[0]?.count !== count) throw new Error(`there are ${rows[0]?.count} old rows`);
}
