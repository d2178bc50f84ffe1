import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../support/database';
import { testQueue } from '../support/inboxEvents';

const database = useTestDatabase({ emptied: false });

const fill = (status: string, from: number, to: number, extra = 'null, null') =>
	database.pool.query(
		`insert into amocrm_webhook_events (event_type, entity_type, amocrm_entity_id, event_hash, payload,
			account_id, status, queue, content_hash, processed_at, last_error)
		select 'lead.update', 'lead', (n % 50000)::text, 'hash' || n, '{"id": 1}', 28805383, '${status}',
			'${testQueue}', 'content' || n, ${extra}
		from generate_series(${from}, ${to}) as n`,
	);

beforeAll(async () => {
	await fill('processed', 1, 200_000, 'now(), null');
	await fill('dead', 200_001, 201_000, `null, 'x'`);
	await database.pool.query('analyze amocrm_webhook_events');
	// After the statistics were taken, as in life: the planner believes that nothing is pending.
	await fill('pending', 201_001, 201_500);
});

/** The plans of the statements inside a function, as auto_explain writes them. */
async function plansOf(statement: string): Promise<string> {
	const client = await database.pool.connect();
	const notices: string[] = [];
	client.on('notice', ({ message }) => notices.push(message ?? ''));
	try {
		await client.query(`load 'auto_explain'`);
		await client.query(`begin;
			set local auto_explain.log_min_duration = 0;
			set local auto_explain.log_nested_statements = on;
			set local auto_explain.log_analyze = on;
			set local auto_explain.log_level = notice;
			set local client_min_messages = notice`);
		await client.query(statement);
		await client.query('rollback');
	} finally {
		client.release(true);
	}
	return notices.join('\n');
}

/** Rows that were read from the table or an index and thrown away: the price of a missing index. */
const discarded = (plans: string): number =>
	[...plans.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);

const onlyUses = (plans: string, indexes: readonly string[]): void => {
	expect(plans).not.toMatch(/Seq Scan on amocrm_webhook_events/);
	const used = [...plans.matchAll(/using (amocrm_webhook_events_\w+)/g)].map(([, name]) => name);
	expect(used.length).toBeGreaterThan(0);
	expect(indexes).toEqual(expect.arrayContaining(used));
};

test('claiming beside 200,000 processed events reads the indexes of the open ones only', async () => {
	const plans = await plansOf(
		`select * from amocrm_claim_events('${testQueue}', 250, '${randomUUID()}', 60, 3)`,
	);
	onlyUses(plans, [
		'amocrm_webhook_events_pkey',
		'amocrm_webhook_events_pending',
		'amocrm_webhook_events_open',
		'amocrm_webhook_events_leased',
		'amocrm_webhook_events_lease',
	]);
	expect(discarded(plans)).toBeLessThan(1000);
});

test('the next due time, completing, failing and retention read small indexes as well', async () => {
	const due = await plansOf(`select amocrm_next_due('${testQueue}')`);
	onlyUses(due, [
		'amocrm_webhook_events_due',
		'amocrm_webhook_events_open',
		'amocrm_webhook_events_leased',
	]);
	const lease = randomUUID();
	const failed = await plansOf(
		`select * from amocrm_claim_events('${testQueue}', 5, '${lease}', 60, 3);
		 select * from amocrm_fail_events('${lease}', 'x', 3, 1)`,
	);
	expect(failed).not.toMatch(/Seq Scan on amocrm_webhook_events/);
	const purged = await plansOf(`select amocrm_purge_events('${testQueue}', interval '0', 100)`);
	onlyUses(purged, ['amocrm_webhook_events_done', 'amocrm_webhook_events_pkey']);
});

test('a claim takes less than 50 ms', async () => {
	const times: number[] = [];
	for (let turn = 0; turn < 5; turn += 1) {
		const startedAt = performance.now();
		await database.pool.query('select from amocrm_claim_events($1, 50, $2, 60, 3)', [
			testQueue,
			randomUUID(),
		]);
		times.push(performance.now() - startedAt);
	}
	// The quickest: another program on the machine may slow any one down.
	expect(Math.min(...times)).toBeLessThan(50);
});
