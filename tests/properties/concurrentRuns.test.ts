import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { enqueueTogether } from '../../src/inbox/enqueueTogether';
import { fail } from '../../src/inbox/fail';
import { extendLease } from '../../src/inbox/lease';
import { release } from '../../src/inbox/release';
import { replay } from '../../src/inbox/replay';
import type { ClaimedEvent } from '../../src/inbox/types';
import { useInbox } from '../support/inboxDatabase';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';
import { patience, runs } from './runs';

const inbox = useInbox();
const maxAttempts = 3;

// PostgreSQL itself watches, at every moment: a second open claim of an entity ends in an error.
beforeAll(() =>
	inbox.pool.query(
		`create unique index one_run_for_each_entity on amocrm_webhook_events
			(queue, entity_type, amocrm_entity_id, coalesce(account_id, 0)) where status = 'processing'`,
	),
);

type End = 'complete' | 'fail' | 'release' | 'extend, then complete' | 'die';

interface Run {
	readonly limit: number;
	readonly preferSolo: boolean;
	readonly end: End;
}

interface Script {
	/** Calls of amoCRM: the entities of the events of each. */
	readonly calls: readonly (readonly number[])[];
	/** What each consumer does, one run after the other. */
	readonly consumers: readonly (readonly Run[])[];
}

const run: fc.Arbitrary<Run> = fc.record({
	limit: fc.integer({ min: 1, max: 5 }),
	preferSolo: fc.boolean(),
	end: fc.constantFrom('complete', 'complete', 'fail', 'release', 'extend, then complete', 'die'),
});

const script: fc.Arbitrary<Script> = fc.record({
	calls: fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), {
		minLength: 3,
		maxLength: 12,
	}),
	consumers: fc.array(fc.array(run, { minLength: 4, maxLength: 14 }), {
		minLength: 2,
		maxLength: 3,
	}),
});

/** What happened, in the order in which it was done. */
interface History {
	readonly claims: ClaimedEvent[];
	readonly completed: ClaimedEvent[];
}

async function consume(pool: Pool, history: History, { limit, preferSolo, end }: Run) {
	const lease = randomUUID();
	const events = await claim(pool, {
		...{ queue: testQueue, limit, lease, leaseSeconds: 600, maxAttempts, preferSolo },
	});
	history.claims.push(...events);
	const finish = async () => {
		const ids = events.map(({ eventId }) => eventId);
		const { rows } = await pool.query<{ id: string }>(
			`select id::text from amocrm_webhook_events where lease = $1 and status = 'processing'`,
			[lease],
		);
		// Nobody may take the events of a run whose lease has not ended.
		expect(rows).toHaveLength(events.length);
		// Before the call: once it is committed, the next event of the entity may be done at any moment.
		history.completed.push(...events);
		expect(await complete(pool, ids, lease)).toBe(events.length);
	};
	if (end === 'complete') await finish();
	if (end === 'fail')
		await fail(pool, { lease, error: 'no luck', maxAttempts, retrySeconds: 0.001 });
	if (end === 'release') await release(pool, lease);
	if (end === 'extend, then complete') {
		expect(await extendLease(pool, lease, 600)).toBe(events.length);
		await finish();
	}
	if (end === 'die') {
		await pool.query(
			`update amocrm_webhook_events set leased_until = now() - interval '1 s' where lease = $1`,
			[lease],
		);
	}
	return events.length;
}

const deadIds = async (pool: Pool): Promise<readonly string[]> =>
	(
		await pool.query<{ row_id: string }>(
			`select id::text as row_id from amocrm_webhook_events where status = 'dead'`,
		)
	).rows.map(({ row_id: id }) => id);

async function play({ calls, consumers }: Script): Promise<void> {
	const { pool } = inbox;
	await pool.query('truncate amocrm_webhook_events');
	const history: History = { claims: [], completed: [] };
	const replayed = new Set<string>();
	let n = 0;
	const send = async () => {
		for (const entities of calls) {
			const events = entities.map((id) => newEvent({ id, data: { n: (n += 1) } }));
			await Promise.all([
				enqueueTogether(pool, delivery(events)),
				enqueueTogether(pool, delivery(events)),
			]);
		}
	};
	const watch = async () => {
		for (let turn = 0; turn < 6; turn += 1) {
			for (const id of await replay(pool, await deadIds(pool))) replayed.add(id);
		}
	};
	await Promise.all([
		send(),
		watch(),
		...consumers.map(async (turns) => {
			for (const turn of turns) await consume(pool, history, turn);
		}),
	]);

	for (let idle = 0; idle < 2; ) {
		await inbox.makeDue();
		const count = await consume(pool, history, { limit: 5, preferSolo: true, end: 'complete' });
		idle = count === 0 ? idle + 1 : 0;
	}
	const ends = await inbox.rows('id::text as row_id, status, attempts, duplicates');
	expect(ends).toHaveLength(calls.flat().length);
	const completed = new Set(history.completed.map(({ eventId }) => eventId));
	expect(completed.size).toBe(history.completed.length);
	for (const { row_id: id, status, attempts, duplicates } of ends) {
		expect(status).toBe(completed.has(String(id)) ? 'processed' : 'dead');
		expect(Number(attempts)).toBeLessThanOrEqual(maxAttempts);
		expect(duplicates).toBe(1);
	}
	// A replayed event comes later than it came in; all others of an entity in the order of arrival.
	for (const entity of [1, 2, 3, 4]) {
		const order = history.completed
			.filter(({ event, eventId }) => event.id === entity && !replayed.has(eventId))
			.map(({ event }) => Number(event.data['n']));
		expect(order).toEqual([...order].sort((a, b) => a - b));
	}
	for (const { attempts } of history.claims) expect(attempts).toBeLessThanOrEqual(maxAttempts);
}

const cases = 60;

test(
	'consumers at the same time, runs that die and replays: one run for each entity, in order, none lost',
	() => fc.assert(fc.asyncProperty(script, play), runs(cases)),
	patience(cases, 2_000),
);
