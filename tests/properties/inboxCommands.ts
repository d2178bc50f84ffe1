import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { enqueue } from '../../src/inbox/enqueue';
import { fail } from '../../src/inbox/fail';
import { extendLease } from '../../src/inbox/lease';
import { nextDue } from '../../src/inbox/nextDue';
import { release } from '../../src/inbox/release';
import { replay } from '../../src/inbox/replay';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';
import { maxAttempts, type InboxModel } from './inboxModel';

type Step = fc.AsyncCommand<InboxModel, Pool>;

async function compare(model: InboxModel, pool: Pool): Promise<void> {
	const { rows } = await pool.query(
		`select id::text as row_id, status, attempts, solo, lease,
			coalesce(leased_until < now(), false) as lease_ended,
			status = 'pending' and next_attempt_at > now() as waits
		 from amocrm_webhook_events order by id`,
	);
	expect(rows).toEqual(
		model.events.map(({ id, status, attempts, solo, lease, leaseEnded, waits }) => ({
			...{ row_id: id, status, attempts, solo, lease },
			...{ lease_ended: leaseEnded, waits: status === 'pending' && waits },
		})),
	);
	const running = model.events.filter(
		({ status, entity }) => status === 'processing' && entity !== null,
	);
	expect(new Set(running.map(({ entity }) => entity)).size).toBe(running.length);

	const isDue =
		model.events.some(({ leaseEnded }) => leaseEnded) ||
		[true, false].some((solo) => model.claimable(solo).length > 0);
	const milliseconds = await nextDue(pool, testQueue);
	expect(milliseconds !== null && milliseconds <= 0).toBe(isDue);
}

/** A step against the model and the database, after which both hold the same. */
const step = (
	name: string,
	run: (model: InboxModel, pool: Pool) => Promise<void>,
	isPossible: (model: InboxModel) => boolean = () => true,
): Step => ({
	check: isPossible,
	run: async (model, pool) => {
		await run(model, pool);
		await compare(model, pool);
	},
	toString: () => name,
});

const hasLease = (model: InboxModel): boolean => model.leases.length > 0;

const store = (entities: readonly (number | null)[]): Step =>
	step(`store(${entities.join()})`, async (model, pool) => {
		const n = model.events.length;
		const events = entities.map((id, at) => newEvent({ id, data: { n: n + at } }));
		const stored = await enqueue(pool, delivery(events));
		stored.forEach(({ eventId }, at) => model.store(eventId, entities[at] ?? null));
		// amoCRM sends it again: nothing may come back to life.
		await enqueue(pool, delivery([...events].reverse()));
	});

const take = (limit: number, preferSolo: boolean): Step =>
	step(`claim(${limit}, ${preferSolo})`, async (model, pool) => {
		const lease = randomUUID();
		const events = await claim(pool, {
			...{ queue: testQueue, limit, lease, leaseSeconds: 600, maxAttempts, preferSolo },
		});
		const expected = model.claim(lease, limit, preferSolo);
		expect(
			events.map(({ eventId, attempts, solo, event }) => [eventId, attempts, solo, event.id]),
		).toEqual(expected.map(({ id, attempts, solo, entity }) => [id, attempts, solo, entity]));
	});

/** Mostly a run that still has events, now and then one that lost its lease long ago. */
function leaseFor({ leases, held }: InboxModel, which: number): string {
	const open = leases.filter((lease) => held(lease).length > 0);
	const choice = which % 4 === 0 || open.length === 0 ? leases : open;
	return choice[which % choice.length] ?? '';
}

const withLease = (
	name: string,
	which: number,
	run: (model: InboxModel, pool: Pool, lease: string) => Promise<void>,
): Step =>
	step(`${name}(#${which})`, (model, pool) => run(model, pool, leaseFor(model, which)), hasLease);

const finish = (which: number, share: number): Step =>
	withLease(`complete 1/${share}`, which, async (model, pool, lease) => {
		const all = model.events.map(({ id }) => id);
		const ids = all.filter((_id, at) => at % share === 0);
		const count = await complete(pool, ids, lease);
		expect(count).toBe(model.complete(lease, ids));
	});

const failed = (which: number): Step =>
	withLease('fail', which, async (model, pool, lease) => {
		const given = await fail(pool, { lease, error: 'no luck', maxAttempts, retrySeconds: 900 });
		expect(given).toHaveLength(model.fail(lease));
	});

const released = (which: number): Step =>
	withLease('release', which, async (model, pool, lease) => {
		expect(await release(pool, lease)).toBe(model.release(lease));
	});

const leaseEnds = (which: number): Step =>
	withLease('lease ends', which, async (model, pool, lease) => {
		model.endLease(lease);
		await pool.query(
			`update amocrm_webhook_events set leased_until = now() - interval '1 s' where lease = $1`,
			[lease],
		);
	});

const extended = (which: number): Step =>
	withLease('extend', which, async (model, pool, lease) => {
		expect(await extendLease(pool, lease, 600)).toBe(model.extend(lease));
	});

const timePasses = step('time passes', async (model, pool) => {
	model.passTime();
	await pool.query(
		`update amocrm_webhook_events set next_attempt_at = now() where status = 'pending'`,
	);
});

const replayed = step('replay', async (model, pool) => {
	const everything = model.events.map(({ id }) => id);
	expect(await replay(pool, everything)).toEqual(model.replay());
});

const which = fc.nat(7);
const entity = fc.option(fc.integer({ min: 1, max: 3 }), { freq: 8 });

export const steps: fc.Arbitrary<Step>[] = [
	fc.array(entity, { minLength: 1, maxLength: 5 }).map(store),
	fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([limit, solo]) => take(limit, solo)),
	fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([limit, solo]) => take(limit, solo)),
	fc.tuple(which, fc.integer({ min: 1, max: 2 })).map(([lease, share]) => finish(lease, share)),
	which.map(failed),
	which.map(failed),
	which.map(released),
	which.map(leaseEnds),
	which.map(extended),
	fc.constant(timePasses),
	fc.constant(replayed),
];
