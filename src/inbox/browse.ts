import type { Pool } from 'pg';

export const statuses = ['pending', 'processing', 'processed', 'skipped', 'dead'] as const;
export type Status = (typeof statuses)[number];

export interface ListOptions {
	readonly statuses: readonly Status[];
	readonly limit: number;
	/** Only this trigger's events; null for all. */
	readonly queue: string | null;
}

export interface ListedEvent {
	readonly id: string;
	readonly stored: Date;
	readonly event: string;
	readonly entity_id: string | null;
	readonly status: Status;
	readonly attempts: number;
	/** When it is tried again; null unless it is pending. */
	readonly next_attempt: Date | null;
	readonly last_error: string | null;
}

/** The newest events in one of the given states, newest first. */
export async function listEvents(
	pool: Pool,
	{ statuses: wanted, limit, queue }: ListOptions,
): Promise<readonly ListedEvent[]> {
	const { rows } = await pool.query<ListedEvent>(
		`select id::text, ts as stored, event_type as event, amocrm_entity_id as entity_id, status, attempts,
			case status when 'pending' then next_attempt_at end as next_attempt, last_error
		from amocrm_webhook_events
		where status = any($1) and ($2::text is null or queue = $2)
		order by amocrm_webhook_events.id desc
		limit $3`,
		[wanted, queue, limit],
	);
	return rows;
}

/** Everything about one event, by column; null when there is none with this id. */
export async function findEvent(
	pool: Pool,
	eventId: string,
): Promise<Readonly<Record<string, unknown>> | null> {
	const { rows } = await pool.query<Record<string, unknown>>(
		'select * from amocrm_webhook_events where id = $1',
		[eventId],
	);
	return rows[0] ?? null;
}

/** Ids of all dead events, oldest first. */
export async function deadEventIds(pool: Pool, queue: string | null): Promise<readonly string[]> {
	const { rows } = await pool.query<{ id: string }>(
		`select id::text from amocrm_webhook_events
		where status = 'dead' and ($1::text is null or queue = $1)
		order by amocrm_webhook_events.id`,
		[queue],
	);
	return rows.map(({ id }) => id);
}
