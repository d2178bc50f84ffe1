import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { grantAccess } from '../../src/inbox/access';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { loadEndpoints, saveEndpoint } from '../../src/inbox/endpoints';
import { enqueue } from '../../src/inbox/enqueue';
import { migrate } from '../../src/inbox/migrate';
import { createPool } from '../../src/inbox/pool';
import { readSqlFiles } from '../../src/inbox/sqlFiles';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';

let owner: TestDatabase;
const suffix = randomBytes(4).toString('hex');
const names = { writer: `n8n_${suffix}`, reader: `analyst_${suffix}` };
const pools: Partial<Record<'writer' | 'reader', Pool>> = {};

function as(access: 'writer' | 'reader'): Pool {
	const pool = pools[access];
	if (!pool) throw new Error('not connected');
	return pool;
}

beforeAll(async () => {
	owner = await createTestDatabase();
	await grantAccess(owner.pool, [
		{ name: names.writer, password: 'writer-password', access: 'writer' },
		{ name: names.reader, password: "reader's password", access: 'reader' },
	]);
	for (const access of ['writer', 'reader'] as const) {
		const url = new URL(owner.url);
		url.username = names[access];
		url.password = access === 'writer' ? 'writer-password' : "reader's password";
		pools[access] = createPool({ connectionString: url.href });
	}
});

afterAll(async () => {
	await pools.writer?.end();
	await pools.reader?.end();
	await owner.pool.query(`drop owned by ${names.writer}, ${names.reader}`);
	await owner.pool.query(`drop role ${names.writer}, ${names.reader}`);
	await owner.drop();
});

const writes = [
	`insert into amocrm_webhook_events (event_type, entity_type, event_hash, payload, queue, content_hash) values ('a', 'b', 'c', '{}', 'd', 'e')`,
	'update amocrm_webhook_events set attempts = 0',
	'delete from amocrm_deals',
	'truncate amocrm_webhook_events',
	'drop table amocrm_deals',
	'alter table amocrm_deals add column x int',
	'create table amocrm_other (id int)',
	'create or replace function amocrm_next_due(text) returns timestamptz language sql as $$ select now() $$',
];

test.each(writes)('neither role may: %s', async (statement) => {
	await expect(as('writer').query(statement)).rejects.toMatchObject({ code: '42501' });
	await expect(as('reader').query(statement)).rejects.toMatchObject({ code: '42501' });
});

test('the writer does all of the work through functions, on a migrated schema', async () => {
	expect((await migrate(as('writer'))).applied).toEqual([]);
	const [stored] = await enqueue(as('writer'), delivery([newEvent({ id: 1 })]));
	const lease = '00000000-0000-4000-8000-000000000001';
	const events = await claim(as('writer'), {
		...{ queue: testQueue, limit: 10, lease, leaseSeconds: 60, maxAttempts: 3, preferSolo: true },
	});
	expect(events.map(({ eventId }) => eventId)).toEqual([stored?.eventId]);
	expect(await complete(as('writer'), [stored?.eventId ?? ''], lease)).toBe(1);
	await as('writer').query(`select * from amocrm_store_details('[]')`);
	await saveEndpoint(as('writer'), 'key', {
		...{ queue: 'q', account: null, bodyLimitBytes: 1, dedupeWindowSeconds: 1, events: [] },
		...{ pipelines: [], statuses: [], ignoreOwnChanges: false },
	});
	expect((await loadEndpoints(as('writer'))).size).toBe(1);
});

test('analysts read every table and view but the keys of the endpoints', async () => {
	const { rows } = await owner.pool.query<{ name: string }>(
		`select relname as name from pg_class where relnamespace = 'public'::regnamespace
		 and relkind in ('r', 'v') and relname <> 'amocrm_endpoints'`,
	);
	for (const { name } of rows) await as('reader').query(`select * from ${name} limit 1`);
	await expect(as('reader').query('select * from amocrm_endpoints')).rejects.toThrow(/denied/);
});

test('analysts call no function that writes', async () => {
	const { rows } = await owner.pool.query<{ name: string; volatile: boolean; definer: boolean }>(
		`select oid::regprocedure::text as name, provolatile = 'v' as volatile, prosecdef as definer
		 from pg_proc where pronamespace = 'public'::regnamespace`,
	);
	const mayCall = async (name: string): Promise<boolean> =>
		(
			await as('reader').query(
				`select has_function_privilege(current_user, $1, 'execute') as may`,
				[name],
			)
		).rows[0].may;
	for (const { name, volatile, definer } of rows) {
		expect([name, await mayCall(name), definer]).toEqual([name, !volatile, volatile]);
	}
	expect(rows.filter(({ volatile }) => volatile).length).toBeGreaterThan(15);
});

test('the rights survive a migration that makes every function anew', async () => {
	const files = readSqlFiles();
	const changed = files.functions.map((file) => ({
		...file,
		text: `${file.text}\n-- changed`,
		hash: `${file.hash}x`,
	}));
	await migrate(owner.pool, { files: { ...files, functions: changed } });
	await expect(as('reader').query('select amocrm_release_events(null)')).rejects.toThrow(/denied/);
	await as('writer').query('select amocrm_release_events(null)');
});

test('a schema that is behind names the way out to a role that may not change it', async () => {
	const files = readSqlFiles();
	const [first, ...others] = files.functions;
	if (!first) throw new Error('no functions');
	const newer = { ...files, functions: [{ ...first, hash: 'newer' }, ...others] };
	await expect(migrate(as('writer'), { files: newer })).rejects.toThrow(
		/run amocrm-pipeline migrate as the owner/,
	);
});
