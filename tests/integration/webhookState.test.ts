import { createHash } from 'node:crypto';
import { useTestDatabase } from '../support/database';

/** What the watch writes down of amoCRM's answers, and what the health view makes of it. */
const database = useTestDatabase({ emptied: false });

const account = 28805383;
const key = 'k'.repeat(32);
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
const destination = (secret = key) => `https://webhook.example.ru/amocrm?key=${secret}`;

beforeEach(async () => {
	await database.pool.query(`truncate amocrm_endpoints, amocrm_webhook_states, amocrm_api_checks,
		amocrm_api_usage, amocrm_recoveries cascade`);
	await endpoint('ours', key);
});

const rows = async (text: string, values: readonly unknown[] = []) =>
	(await database.pool.query<Record<string, unknown>>(text, [...values])).rows;

const endpoint = (queue: string, secret: string, accountId: number | null = account) =>
	rows(
		`insert into amocrm_endpoints (queue, key_hash, account_id, settings)
		values ($1, encode(sha256(convert_to($2, 'UTF8')), 'hex'), $3, '{}')`,
		[queue, secret, accountId],
	);

const record = async (webhooks: unknown, said: unknown = { id: account, name: 'x' }) =>
	(
		await rows('select amocrm_record_webhook_state($1) as answer', [
			JSON.stringify({ watcher: 'watch-1', account: said, webhooks }),
		])
	)[0]?.['answer'];

const alarms = async () =>
	(await rows(`select name, subject from amocrm_pipeline_health where state = 'alarm'`)).map(
		({ name, subject }) => `${String(name)} ${String(subject)}`,
	);

test.each([
	['active', [{ keyHash: hashOf(key), disabled: false }], []],
	['disabled', [{ keyHash: hashOf(key), disabled: true }], ['webhook_disabled ours']],
	// A webhook of others has no key, or another one.
	['missing', [{ keyHash: hashOf(''), disabled: false }], ['webhook_missing ours']],
	// From a watch that was imported before: addresses.
	['active', [{ destination: destination(), disabled: false }], []],
	['disabled', [{ destination: destination(), disabled: true }], ['webhook_disabled ours']],
	['missing', [{ destination: destination('other'), disabled: false }], ['webhook_missing ours']],
	[
		'missing',
		[{ destination: 'https://somebody.else/', disabled: true }],
		['webhook_missing ours'],
	],
	// n8n gives an empty list as one empty item.
	['missing', [{}], ['webhook_missing ours']],
	['missing', [], ['webhook_missing ours']],
])('%s: %j', async (condition, webhooks, expected) => {
	expect(await record(webhooks)).toEqual({ error: null, webhooks: { ours: condition } });
	expect(await alarms()).toEqual(expected);
});

test('the key of a webhook is in no table', async () => {
	await record([{ destination: destination(), disabled: false }]);
	const stored = await rows(
		`select (select json_agg(s) from amocrm_webhook_states s)::text
			|| (select json_agg(c) from amocrm_api_checks c)::text as text`,
	);
	expect(stored[0]?.['text']).toContain('ours');
	expect(stored[0]?.['text']).not.toContain(key);
});

test('a condition keeps the time since when it is so', async () => {
	const since = async () =>
		(await rows('select since, checked_at from amocrm_webhook_states'))[0] ?? {};
	await record([{ destination: destination(), disabled: true }]);
	const first = await since();
	await record([{ destination: destination(), disabled: true }]);
	const second = await since();
	expect(second['since']).toEqual(first['since']);
	expect(second['checked_at']).not.toEqual(first['checked_at']);
	await record([{ destination: destination(), disabled: false }]);
	expect((await since())['since']).not.toEqual(first['since']);
});

const failures: ReadonlyArray<readonly [string, unknown, unknown, string]> = [
	['the account is refused', [{ error: '401 b' }], { error: '401 a' }, '401 a'],
	['the list is refused', [{ error: '403' }], { id: account }, '403'],
	['the node gave its input through', [{ chatId: 1 }], { chatId: 1 }, 'amoCRM gave no answer'],
	['nothing came at all', null, null, 'amoCRM gave no answer'],
	['no list came', null, { id: account }, 'amoCRM gave no list of webhooks'],
];

test.each(failures)(
	'%s: an alarm, and the webhooks stay as known',
	async (_, list, said, error) => {
		await record([{ destination: destination(), disabled: false }]);
		expect(await record(list, said)).toEqual({ error, webhooks: { ours: 'active' } });
		expect(await alarms()).toEqual(['api_failing watch-1']);
		const [since] = await rows('select failing_since from amocrm_api_checks');
		await record(list, said);
		expect((await rows('select failing_since from amocrm_api_checks'))[0]).toEqual(since);
		await record([{ destination: destination(), disabled: false }]);
		expect(await alarms()).toEqual([]);
	},
);

test('a webhook that the watch finds switched off is a gap to recover, as for the trigger', async () => {
	const gaps = () => rows('select queue, account_id, reason, until_time from amocrm_recoveries');
	await record([{ destination: destination(), disabled: false }]);
	expect(await gaps()).toEqual([]);
	await record([{ destination: destination(), disabled: true }]);
	const open = { queue: 'ours', account_id: String(account), reason: 'disabled', until_time: null };
	expect(await gaps()).toEqual([open]);
	await rows(`select amocrm_record_subscription('ours', $1, 'active')`, [account]);
	expect(await gaps()).toEqual([{ ...open, until_time: expect.any(Date) }]);
});

test('a trigger that was unpublished is not told of, and what was known of it stays', async () => {
	await record([{ destination: destination(), disabled: false }]);
	await rows('delete from amocrm_endpoints');
	expect(await record([{}])).toEqual({ error: null, webhooks: {} });
	expect(await rows('select queue, condition from amocrm_webhook_states')).toEqual([
		{ queue: 'ours', condition: 'active' },
	]);
});

test('tokens in what went wrong are removed', async () => {
	await record([], { error: 'Authorization: Bearer eyJhbGciOiJI.eyJhbGciOiJI.abcdefghijk' });
	const [row] = await rows('select error from amocrm_api_checks');
	expect(row?.['error']).not.toContain('eyJ');
});

test('who asks once a week has failed until it asks again, and was removed after two weeks', async () => {
	const ask = (said: object) =>
		rows('select amocrm_record_api_check($1) as error', [
			JSON.stringify({ watcher: 'weekly', account: said, every: '7 days', source: 'keep_alive' }),
		]);
	const age = (interval: string) =>
		rows('update amocrm_api_checks set asked_at = asked_at - $1::interval', [interval]);
	await record([{ destination: destination(), disabled: false }]);
	expect(await ask({ error: 'revoked' })).toEqual([{ error: 'revoked' }]);
	await age('13 days 23 hours');
	expect(await alarms()).toEqual(['api_failing weekly']);
	await age('2 hours');
	expect(await alarms()).toEqual([]);
	expect(await ask({ id: account })).toEqual([{ error: null }]);
	expect(await alarms()).toEqual([]);
	expect(await rows(`select requests from amocrm_api_usage where source = 'keep_alive'`)).toEqual([
		{ requests: 1 },
	]);
});

test('a watcher that stopped asking long ago is no alarm', async () => {
	await record([], { error: 'down' });
	await rows(`update amocrm_api_checks set asked_at = now() - interval '25 hours'`);
	expect(await alarms()).toEqual([]);
});

test('triggers of another account are not judged by this one', async () => {
	await endpoint('theirs', 'their-key', 2);
	await endpoint('unknown yet', 'third-key', null);
	expect(await record([{}])).toMatchObject({
		webhooks: { ours: 'missing', 'unknown yet': 'missing' },
	});
	expect(await rows(`select queue from amocrm_webhook_states where queue = 'theirs'`)).toEqual([]);
});

test('every request counts, failed ones with the account that answered last', async () => {
	const webhook = { destination: 'https://a.example/', disabled: false };
	await record([], { error: 'down before anything was known' });
	expect(await rows('select * from amocrm_api_usage')).toEqual([]);
	await record([{}]);
	await record(Array.from({ length: 251 }, () => webhook));
	await record([{ error: '401' }], { error: '401' });
	expect(
		await rows(
			'select account_id, source, sum(requests)::int as requests from amocrm_api_usage group by 1, 2',
		),
	).toEqual([{ account_id: String(account), source: 'watch', requests: 2 + 3 + 2 }]);
});
