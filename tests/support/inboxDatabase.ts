import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { claim, type ClaimOptions } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { enqueue } from '../../src/inbox/enqueue';
import { fail } from '../../src/inbox/fail';
import type { StoredEvent } from '../../src/inbox/types';
import { useTestDatabase } from './database';
import { delivery, newEvent, testQueue } from './inboxEvents';

/** A database for the test file, emptied after each test, and short words for what tests do with it. */
export function useInbox() {
	const database = useTestDatabase({ emptied: false });
	const pool = (): Pool => database.pool;
	// The inbox writes to this table only.
	afterEach(async () => {
		await pool().query('truncate amocrm_webhook_events');
	});

	return {
		get pool() {
			return pool();
		},
		rows: async (columns: string): Promise<ReadonlyArray<Record<string, unknown>>> =>
			(
				await pool().query<Record<string, unknown>>(
					`select ${columns} from amocrm_webhook_events order by id`,
				)
			).rows,
		store: (...events: Parameters<typeof newEvent>[0][]): Promise<readonly StoredEvent[]> =>
			enqueue(pool(), delivery(events.map((event) => newEvent(event)))),
		/** Claims a batch of at most three attempts an event. */
		take: async (overrides: Partial<ClaimOptions> = {}) => {
			const lease = overrides.lease ?? randomUUID();
			const events = await claim(pool(), {
				queue: testQueue,
				limit: 250,
				leaseSeconds: 60,
				maxAttempts: 3,
				preferSolo: true,
				...overrides,
				lease,
			});
			const eventIds = events.map(({ eventId }) => eventId);
			return {
				lease,
				events,
				ids: events.map(({ event }) => event.id),
				finish: () => complete(pool(), eventIds, lease),
				fail: (error = 'no luck') =>
					fail(pool(), { lease, error, maxAttempts: 3, retrySeconds: 10 }),
			};
		},
		makeDue: () =>
			pool().query(
				`update amocrm_webhook_events set next_attempt_at = now() where status = 'pending'`,
			),
		endLeases: () =>
			pool().query(
				`update amocrm_webhook_events set leased_until = now() - interval '1 s' where status = 'processing'`,
			),
	};
}
