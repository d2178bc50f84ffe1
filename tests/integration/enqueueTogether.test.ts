import { enqueueTogether } from '../../src/inbox/enqueueTogether';
import { useInbox } from '../support/inboxDatabase';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';

const inbox = useInbox();

const count = async (): Promise<number> => (await inbox.rows('id')).length;

/** Statements of ours that the server has ended in this database. */
const commits = async (): Promise<number> => {
	await inbox.pool.query('select pg_stat_force_next_flush()');
	const { rows } = await inbox.pool.query(
		'select xact_commit::int as n from pg_stat_database where datname = current_database()',
	);
	return rows[0].n;
};

test('a burst is stored in a few statements, each caller gets its own rows', async () => {
	const before = await commits();
	const answers = await Promise.all(
		Array.from({ length: 500 }, (_, id) =>
			enqueueTogether(inbox.pool, delivery([newEvent({ id }), newEvent({ id: id + 1000 })])),
		),
	);
	expect(await commits()).toBeLessThan(before + 50);
	const rows = await inbox.rows('id::text, amocrm_entity_id');
	const entityOf = new Map(rows.map((row) => [row['id'], row['amocrm_entity_id']]));
	expect(answers.map((events) => events.map(({ eventId }) => entityOf.get(eventId)))).toEqual(
		Array.from({ length: 500 }, (_, id) => [String(id), String(id + 1000)]),
	);
	expect(answers.flat().some(({ duplicate }) => duplicate)).toBe(false);
});

test('deliveries of one entity are stored in the order they came', async () => {
	await Promise.all(
		Array.from({ length: 200 }, (_, step) =>
			enqueueTogether(inbox.pool, delivery([newEvent({ id: 1, data: { step } })])),
		),
	);
	const rows = await inbox.rows(`(payload ->> 'step')::int as step`);
	expect(rows.map(({ step }) => step)).toEqual(Array.from({ length: 200 }, (_, step) => step));
});

test('repeats within one statement are counted like repeats in another', async () => {
	const send = () => enqueueTogether(inbox.pool, delivery([newEvent({ id: 7 })]));
	const first = await Promise.all([send(), send(), send()]);
	const later = await Promise.all([send(), send()]);
	expect(first.flat().map(({ duplicate }) => duplicate)).toEqual([false, true, true]);
	expect(later.flat().map(({ duplicate }) => duplicate)).toEqual([true, true]);
	expect(await inbox.rows('duplicates, last_duplicate_at is not null as again')).toEqual([
		{ duplicates: 4, again: true },
	]);
});

test('delete, restore, delete in one burst are three events', async () => {
	const send = (event: string) =>
		enqueueTogether(inbox.pool, delivery([newEvent({ event, id: 5, occurredAt: null })]));
	await Promise.all([send('lead.delete'), send('lead.restore'), send('lead.delete')]);
	expect(await inbox.rows('event_type, generation')).toEqual([
		{ event_type: 'lead.delete', generation: 1 },
		{ event_type: 'lead.restore', generation: 1 },
		{ event_type: 'lead.delete', generation: 2 },
	]);
});

test('queues and dedupe windows are not mixed', async () => {
	const send = (queue: string, dedupeWindowSeconds: number) =>
		enqueueTogether(inbox.pool, delivery([newEvent({ id: 9 })], { queue, dedupeWindowSeconds }));
	const answers = await Promise.all([send('a', 60), send('b', 60), send('c', 0), send('a', 60)]);
	expect(answers.flat().map(({ duplicate }) => duplicate)).toEqual([false, false, false, true]);
});

test('a delivery that PostgreSQL refuses does not refuse its neighbours', async () => {
	await inbox.pool.query(
		`alter table amocrm_webhook_events add constraint no_thirteen check (amocrm_entity_id <> '13')`,
	);
	try {
		const answers = await Promise.allSettled(
			[11, 12, 13, 14].map((id) => enqueueTogether(inbox.pool, delivery([newEvent({ id })]))),
		);
		expect(answers.map(({ status }) => status)).toEqual([
			'fulfilled',
			'fulfilled',
			'rejected',
			'fulfilled',
		]);
		expect(await count()).toBe(3);
	} finally {
		await inbox.pool.query('alter table amocrm_webhook_events drop constraint no_thirteen');
	}
});

test('while the table is locked every caller is refused within 1.8 s, and it goes on afterwards', async () => {
	const blocker = await inbox.pool.connect();
	await blocker.query('begin; lock table amocrm_webhook_events in access exclusive mode');
	const startedAt = Date.now();
	const waits = await Promise.all(
		Array.from({ length: 20 }, async (_, index) => {
			await new Promise((resolve) => setTimeout(resolve, index * 40));
			const since = Date.now();
			const outcome = await enqueueTogether(
				inbox.pool,
				delivery([newEvent({ id: 100 + index })], { queue: testQueue }),
			).then(
				() => 'stored',
				() => 'refused',
			);
			return { outcome, took: Date.now() - since };
		}),
	);
	await blocker.query('rollback');
	blocker.release();
	expect(Date.now() - startedAt).toBeLessThan(6_000);
	expect(waits.every(({ outcome }) => outcome === 'refused')).toBe(true);
	expect(Math.max(...waits.map(({ took }) => took))).toBeLessThan(1_800);
	const [again] = await enqueueTogether(inbox.pool, delivery([newEvent({ id: 1 })]));
	expect(again?.duplicate).toBe(false);
});
