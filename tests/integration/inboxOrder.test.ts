import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { enqueue } from '../../src/inbox/enqueue';
import { fail } from '../../src/inbox/fail';
import { release } from '../../src/inbox/release';
import type { ClaimedEvent } from '../../src/inbox/types';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';

let database: TestDatabase;

beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(async () => {
	await database.drop();
});

type Step =
	| { readonly do: 'store'; readonly entities: readonly number[] }
	| { readonly do: 'claim'; readonly limit: number; readonly preferSolo: boolean }
	| { readonly do: 'complete' | 'fail' | 'release' | 'crash'; readonly batch: number };

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('store' as const),
			entities: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('claim' as const),
			limit: fc.integer({ min: 1, max: 5 }),
			preferSolo: fc.boolean(),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'complete' as const,
				'fail' as const,
				'release' as const,
				'crash' as const,
			),
			batch: fc.nat(3),
		}),
	},
);

interface Batch {
	readonly lease: string;
	readonly events: readonly ClaimedEvent[];
}

const maxAttempts = 3;

/** Plays the steps and checks every claim; returns the order in which each entity's events succeeded. */
async function play(steps: readonly Step[]): Promise<void> {
	const { pool } = database;
	await pool.query('truncate amocrm_webhook_events');
	const stored: Array<{ readonly entity: number; readonly n: number }> = [];
	const done = new Set<number>();
	const dead = new Set<number>();
	let open: Batch[] = [];

	const nOf = ({ event }: ClaimedEvent): number => Number(event.data['n']);

	const take = async (limit: number, preferSolo: boolean): Promise<Batch> => {
		await pool.query(
			`update amocrm_webhook_events set next_attempt_at = now() where status = 'pending'`,
		);
		const lease = randomUUID();
		const events = await claim(pool, {
			...{ queue: testQueue, limit, lease, leaseSeconds: 600, maxAttempts, preferSolo },
		});
		const { rows } = await pool.query<{ n: number }>(
			`select (payload ->> 'n')::int as n from amocrm_webhook_events where status = 'dead'`,
		);
		for (const { n } of rows) dead.add(n);

		const numbers = events.map(nOf);
		expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
		expect(events.length).toBeLessThanOrEqual(limit);
		if (events.some(({ solo }) => solo)) expect(events).toHaveLength(1);
		const taken = new Set(open.flatMap((batch) => batch.events.map(nOf)));
		for (const event of events) {
			const n = nOf(event);
			expect(taken.has(n) || done.has(n) || dead.has(n)).toBe(false);
			const earlier = stored.filter(
				(other) => other.entity === event.event.id && other.n < n && !done.has(other.n),
			);
			expect(earlier.every((other) => dead.has(other.n))).toBe(true);
		}
		return { lease, events };
	};

	const finish = async (batch: Batch): Promise<void> => {
		await complete(
			pool,
			batch.events.map(({ eventId }) => eventId),
			batch.lease,
		);
		for (const event of batch.events) done.add(nOf(event));
	};

	for (const current of steps) {
		if (current.do === 'store') {
			const events = current.entities.map((entity) => {
				const n = stored.length;
				stored.push({ entity, n });
				return newEvent({ id: entity, data: { n } });
			});
			await enqueue(pool, delivery(events));
		} else if (current.do === 'claim') {
			const batch = await take(current.limit, current.preferSolo);
			if (batch.events.length > 0) open.push(batch);
		} else {
			const batch = open[current.batch % Math.max(open.length, 1)];
			if (!batch) continue;
			open = open.filter((other) => other !== batch);
			const { lease } = batch;
			if (current.do === 'complete') await finish(batch);
			if (current.do === 'release') await release(pool, lease);
			if (current.do === 'fail') {
				await fail(pool, { lease, error: 'x', maxAttempts, retrySeconds: 1 });
			}
			if (current.do === 'crash') {
				await pool.query(
					`update amocrm_webhook_events set leased_until = now() - interval '1 s' where lease = $1`,
					[lease],
				);
			}
		}
	}

	for (const batch of open) await finish(batch);
	for (;;) {
		const batch = await take(5, done.size % 2 === 0);
		if (batch.events.length === 0) break;
		await finish(batch);
	}
	// Nothing is lost and nothing is stuck: every event is processed or dead.
	expect(done.size + dead.size).toBe(stored.length);
}

test('whatever happens in whatever order, events of an entity come in order, once, and all end', async () => {
	await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), play), {
		numRuns: 60,
		seed: 20250526,
	});
}, 120_000);
