import fc from 'fast-check';
import type { Pool } from 'pg';
import { enqueue } from '../../src/inbox/enqueue';
import { enqueueTogether } from '../../src/inbox/enqueueTogether';
import type { Delivery, StoredEvent } from '../../src/inbox/types';
import { useInbox } from '../support/inboxDatabase';
import { DedupeModel } from './dedupeModel';
import { anyEvent, asDelivery, sentOf, timedEvent, undatedEvent, windowHours } from './deliveries';
import type { Sent } from './deliveries';
import { patience, runs } from './runs';

const inbox = useInbox();

type Store = (
	pool: Pool,
	deliveries: readonly Delivery[],
) => Promise<readonly (readonly StoredEvent[])[]>;

/** Any way to store calls that arrive in this order; add one here and it is held to all of this. */
const stores: ReadonlyMap<string, Store> = new Map<string, Store>([
	[
		'one call after the other',
		async (pool, deliveries) => {
			const results = [];
			for (const one of deliveries) results.push(await enqueue(pool, one));
			return results;
		},
	],
	[
		'calls that arrive together',
		(pool, deliveries) => Promise.all(deliveries.map((one) => enqueueTogether(pool, one))),
	],
]);

const empty = () => inbox.pool.query('truncate amocrm_webhook_events');

const passHours = (hours: number) =>
	inbox.pool.query('update amocrm_webhook_events set ts = ts - make_interval(hours => $1)', [
		hours,
	]);

const storedRows = () =>
	inbox.rows(`id::text as row_id, queue, event_type, amocrm_entity_id, account_id::text, payload, duplicates,
		last_duplicate_at is not null as repeated, status`);

interface Turn {
	/** No sum of them is the window: the test's own time passes too. */
	readonly hoursBefore: number;
	/** Calls to one queue: which of two queues stores first is nobody's promise. */
	readonly burst: readonly Sent[];
}

const turn: fc.Arbitrary<Turn> = fc.record({
	hoursBefore: fc.constantFrom(0, 0, 0, 7, 18, 31),
	burst: fc.constantFrom('trigger-1', 'trigger-1', 'trigger-2').chain((queue) =>
		fc.array(
			fc
				.array(fc.oneof(anyEvent, undatedEvent), { minLength: 1, maxLength: 5 })
				.map((events): Sent => ({ queue, events })),
			{ minLength: 1, maxLength: 6 },
		),
	),
});

async function compare(store: Store, turns: readonly Turn[]): Promise<void> {
	await empty();
	const model = new DedupeModel(windowHours);
	const told: { row: number; duplicate: boolean; eventId: string }[] = [];
	for (const { hoursBefore, burst } of turns) {
		model.passHours(hoursBefore);
		if (hoursBefore > 0) await passHours(hoursBefore);
		const expected = burst.map(({ queue, events }) => model.deliver(queue, events));
		const results = await store(inbox.pool, burst.map(asDelivery));
		expect(results.map((events) => events.map(({ duplicate }) => duplicate))).toEqual(
			expected.map((events) => events.map(({ duplicate }) => duplicate)),
		);
		for (const [call, events] of results.entries()) {
			for (const [place, { eventId, duplicate }] of events.entries()) {
				told.push({ row: expected[call]?.[place]?.row ?? -1, duplicate, eventId });
			}
		}
	}
	const rows = await storedRows();
	expect(rows).toEqual(
		model.rows.map(({ queue, event, duplicates }) => ({
			row_id: expect.any(String),
			queue,
			event_type: event.event,
			amocrm_entity_id: event.id === null ? null : String(event.id),
			account_id: event.accountId === null ? null : String(event.accountId),
			payload: event.data,
			duplicates,
			repeated: duplicates > 0,
			status: 'pending',
		})),
	);
	for (const { row, eventId } of told) expect(eventId).toBe(rows[row]?.['row_id']);
}

describe.each([...stores])('%s', (_how, store) => {
	const cases = 250;
	test(
		'the rows are those of decision 0001: repeats counted, each return a row, queues and accounts apart',
		() =>
			fc.assert(
				fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 6 }), (turns) =>
					compare(store, turns),
				),
				runs(cases),
			),
		patience(cases),
	);

	const again = 80;
	test(
		'sending everything again, in any order and grouping, changes nothing but the counters',
		() =>
			fc.assert(
				fc.asyncProperty(
					fc.array(sentOf(timedEvent), { minLength: 1, maxLength: 8 }).chain((first) =>
						fc.record({
							first: fc.constant(first),
							again: fc.shuffledSubarray(first, { minLength: first.length }),
						}),
					),
					async ({ first, again: second }) => {
						await empty();
						await store(inbox.pool, first.map(asDelivery));
						const before = await storedRows();
						const results = await store(inbox.pool, second.map(asDelivery));
						expect(results.flat().every(({ duplicate }) => duplicate)).toBe(true);
						const after = await storedRows();
						const still = ({ duplicates: _n, repeated: _r, ...row }: Record<string, unknown>) =>
							row;
						expect(after.map(still)).toEqual(before.map(still));
						for (const [at, row] of after.entries()) {
							expect(Number(row['duplicates'])).toBeGreaterThan(Number(before[at]?.['duplicates']));
						}
					},
				),
				runs(again),
			),
		patience(again),
	);
});
