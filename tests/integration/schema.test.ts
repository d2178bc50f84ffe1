import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dumpSchema } from '../../stack/generate/schemaDump';
import { createTestDatabase, useTestDatabase } from '../support/database';

const database = useTestDatabase({ emptied: false });

const names = async (query: string): Promise<readonly string[]> =>
	(await database.pool.query<{ name: string }>(query)).rows.map(({ name }) => name);

test('sql/schema.sql is what the migrations make (npm run generate renews it)', async () => {
	const golden = readFileSync(join(__dirname, '..', '..', 'sql', 'schema.sql'), 'utf8');
	expect(await dumpSchema(database.pool)).toBe(golden);
});

test('the dump can be run and makes the same schema', async () => {
	const copy = await createTestDatabase({ empty: true });
	try {
		const dump = await dumpSchema(database.pool);
		await copy.pool.query(`set check_function_bodies = off; ${dump}`);
		// The copy was not made by migrations, so it lists none.
		const list = /^-- migrations\/.*\n/gm;
		expect(dump).toMatch(list);
		expect(await dumpSchema(copy.pool)).toBe(dump.replace(list, ''));
	} finally {
		await copy.drop();
	}
});

test('every table, view, column and function says what it is', async () => {
	expect(
		await names(
			`select format('%s.%s', relname, coalesce(attname, '*')) as name
			 from pg_class
			 join (select attrelid, attnum, attname from pg_attribute
			       where attnum > 0 and not attisdropped
			       union all select oid, 0, null from pg_class) as part on attrelid = pg_class.oid
			 where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
			   and col_description(pg_class.oid, attnum) is null and obj_description(pg_class.oid, 'pg_class') is null = (attnum = 0)
			 order by 1`,
		),
	).toEqual([]);
	expect(
		await names(
			`select proname as name from pg_proc
			 where pronamespace = 'public'::regnamespace and obj_description(oid, 'pg_proc') is null`,
		),
	).toEqual([]);
});

test('every name of ours begins with amocrm_, but the table that a site already calls machine_instances', async () => {
	expect(
		await names(
			`select relname as name from pg_class where relnamespace = 'public'::regnamespace
			   and relkind in ('r', 'v', 'i', 'S') and relname not like 'amocrm\\_%'
			   and relname not like 'machine\\_instances%'
			 union all
			 select proname from pg_proc where pronamespace = 'public'::regnamespace
			   and proname not like 'amocrm\\_%'`,
		),
	).toEqual([]);
});
