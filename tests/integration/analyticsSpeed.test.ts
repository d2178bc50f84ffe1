import { useTestDatabase } from '../support/database';

/** What the analysts' views read of a log whose bodies are many times what they show of it. */
const database = useTestDatabase({ emptied: false });
const leads = 4000;
const moves = 5;

const run = async (text: string) => (await database.pool.query(text)).rows;

const tellEvents = (type: string, entity: string, id: string, parent: string, count: number) =>
	run(`insert into amocrm_webhook_events (ts, event_type, entity_type, amocrm_entity_id, event_hash, payload,
			account_id, status, parent_type, parent_id, changed_by, processed_at, queue, content_hash)
		select now() - interval '300 days' + n * interval '1 hour', '${type}', '${entity}', ${id},
			'${type}' || n || '-' || k, jsonb_build_object('status_id', 11, 'pipeline_id', 5, 'body', repeat(md5(n::text), 16)),
			1, 'processed', ${parent}, 7, now(), 'test', '${type}' || n || '-' || k
		from generate_series(1, ${leads}) as n, generate_series(1, ${count}) as k`);

beforeAll(async () => {
	await run(`insert into amocrm_deals (account_id, amocrm_deal_id, pipeline_id, status_id, created_at, updated_at, contact_ids)
		select 1, n::text, 5, 11 + ${moves}, now() - interval '300 days' + n * interval '1 hour',
			now() - interval '100 days', array[n]
		from generate_series(1, ${leads}) as n`);
	await run(`insert into amocrm_deal_status_changes
			(event_id, account_id, amocrm_deal_id, from_status_id, to_status_id, changed_at, changed_by)
		select n * 10 + k, 1, n::text, 10 + k, 11 + k,
			now() - interval '300 days' + n * interval '1 hour' + k * interval '1 day', 7
		from generate_series(1, ${leads}) as n, generate_series(1, ${moves}) as k`);
	await tellEvents('lead.add', 'lead', 'n::text', 'null, null', 1);
	await tellEvents('lead.status', 'lead', 'n::text', 'null, null', moves);
	await tellEvents('message.outgoing', 'message', `'m' || n || k`, `'contact', n::text`, 2);
	await run('vacuum analyze amocrm_webhook_events');
	await run('analyze amocrm_deals');
	await run('analyze amocrm_deal_status_changes');
});
const planOf = async (statement: string): Promise<string> =>
	(await run(`explain (analyze, costs off) ${statement}`))
		.map((row) => row['QUERY PLAN'] as string)
		.join('\n');

/** Rows of the log that were not read from an index alone. */
const rowsRead = (plan: string): number =>
	[
		...plan.matchAll(
			/ (?:Index|Heap|Seq) Scan.* on amocrm_webhook_events\b.*?actual.*?rows=([\d.]+) loops=(\d+)/g,
		),
	].reduce((sum, [, rows, loops]) => sum + Number(rows) * Number(loops), 0);

test('all stays in stages: of the log only creations are read, and the leads are sorted once', async () => {
	const plan = await planOf('select * from amocrm_stage_stays');
	expect(plan).not.toContain('Seq Scan on amocrm_webhook_events');
	expect(rowsRead(plan)).toBeLessThanOrEqual(leads);
	const [, betweenWindows] = plan.split('WindowAgg');
	expect(betweenWindows).not.toContain('Sort');
	const [stays] = await run('select count(*)::int as n from amocrm_stage_stays');
	expect(stays).toEqual({ n: leads * (moves + 1) });
});

test('first responses: of the log only creations and first answers are read, and of a month only those of its leads', async () => {
	const plan = await planOf('select * from amocrm_first_responses');
	expect(plan).not.toContain('Seq Scan on amocrm_webhook_events');
	expect(rowsRead(plan)).toBeLessThanOrEqual(2 * leads);
	const lately = await planOf(
		`select * from amocrm_first_responses where created_at < now() - interval '290 days'`,
	);
	expect(lately).toMatch(/using amocrm_webhook_events_answers .* loops=2\d\d\)/);
});

test.each(['amocrm_stage_stays', 'amocrm_first_responses'])(
	'%s of one lead reads a handful of rows',
	async (view) => {
		const plan = await planOf(
			`select * from ${view} where account_id = 1 and amocrm_deal_id = '77'`,
		);
		expect(plan).not.toMatch(/Seq Scan on amocrm_(deals|deal_status_changes|webhook_events)/);
		expect(rowsRead(plan)).toBeLessThanOrEqual(3);
	},
);
