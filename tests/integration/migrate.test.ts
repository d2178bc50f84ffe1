import { createPool } from '../../src/inbox/pool';
import { enqueue } from '../../src/inbox/enqueue';
import { claim } from '../../src/inbox/claim';
import { migrate } from '../../src/inbox/migrate';
import { schemaState } from '../../src/inbox/schemaState';
import { readSqlFiles, type SqlFile, type SqlFiles } from '../../src/inbox/sqlFiles';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { delivery, newEvent, testQueue } from '../support/inboxEvents';

let database: TestDatabase;

beforeEach(async () => {
	database = await createTestDatabase({ empty: true });
});
afterEach(async () => {
	await database.drop();
});

const shipped = readSqlFiles();

const file = (name: string, text: string, hash = text): SqlFile => {
	const object = name.replace(/^.*\/|\.sql$/g, '');
	const number = /^\d{6}/.exec(object)?.[0];
	return { name, object, number: number ? Number(number) : null, hash, text };
};

const small = (overrides: Partial<SqlFiles> = {}): SqlFiles => ({
	migrations: [file('migrations/000001_a.sql', 'create table amocrm_a (id int)')],
	functions: [],
	views: [],
	...overrides,
});

const scalar = async (query: string): Promise<unknown> =>
	Object.values((await database.pool.query<Record<string, unknown>>(query)).rows[0] ?? {})[0];

test('ten processes at once install the schema once', async () => {
	const results = await Promise.all(
		Array.from({ length: 10 }, () => migrate({ connectionString: database.url })),
	);
	const files = [...shipped.migrations, ...shipped.functions, ...shipped.views];
	expect(results.flatMap(({ applied }) => applied).sort()).toEqual(
		files.map(({ name }) => name).sort(),
	);
	expect(new Set(results.map(({ version }) => version))).toEqual(
		new Set([shipped.migrations.length]),
	);
});

test('a second migration finds nothing to do', async () => {
	await migrate(database.pool);
	expect(await migrate(database.pool)).toEqual({
		applied: [],
		version: shipped.migrations.length,
	});
});

test('several schemas with odd names live side by side in one database', async () => {
	const schemas = ['public', 'amo "crm"', 'Second Account'];
	for (const schema of schemas) {
		await migrate(database.pool, { schema });
		const pool = createPool({ connectionString: database.url, schema });
		try {
			expect(await schemaState(pool, schema)).toEqual({
				installed: shipped.migrations.length,
				wanted: shipped.migrations.length,
			});
			const [stored] = await enqueue(pool, delivery([newEvent()]));
			expect(stored?.duplicate).toBe(false);
			const events = await claim(pool, {
				...{ queue: testQueue, limit: 1, lease: '00000000-0000-4000-8000-000000000001' },
				...{ leaseSeconds: 1, maxAttempts: 1, preferSolo: false },
			});
			expect(events).toHaveLength(1);
		} finally {
			await pool.end();
		}
	}
});

test('a schema that is newer than the code is left alone, with both versions and the way out', async () => {
	const second = file('migrations/000002_b.sql', 'create table amocrm_b (id int)');
	await migrate(database.pool, {
		files: small({ migrations: [...small().migrations, second] }),
	});
	await expect(migrate(database.pool, { files: small() })).rejects.toThrow(
		/at version 2, but this program knows versions up to 1.*Install that version/,
	);
	expect(await schemaState(database.pool, 'public')).toMatchObject({ installed: 2 });
});

test('a database without the schema is at version 0', async () => {
	expect(await schemaState(database.pool, 'public')).toEqual({
		installed: 0,
		wanted: shipped.migrations.length,
	});
});

test('an applied migration that was edited is refused', async () => {
	await migrate(database.pool, { files: small() });
	const edited = small({ migrations: [file('migrations/000001_a.sql', 'select 1')] });
	await expect(migrate(database.pool, { files: edited })).rejects.toThrow(
		/000001_a\.sql is not the file that was applied.*an applied migration never changes/,
	);
});

test('a migration that fails leaves nothing behind, names its file, and can be repeated', async () => {
	const broken = file(
		'migrations/000002_b.sql',
		'create table amocrm_b (id int); select no_such_thing',
	);
	const files = small({ migrations: [...small().migrations, broken] });
	await expect(migrate(database.pool, { files })).rejects.toThrow(
		/000002_b\.sql could not be applied: .*no_such_thing/,
	);
	expect(await scalar(`select to_regclass('amocrm_b')`)).toBeNull();
	const mended = file('migrations/000002_b.sql', 'create table amocrm_b (id int)');
	await expect(
		migrate(database.pool, { files: small({ migrations: [...small().migrations, mended] }) }),
	).resolves.toEqual({ applied: ['migrations/000002_b.sql'], version: 2 });
});

test('a changed function or view replaces the old one, arguments and columns included; rights stay', async () => {
	const version = (arguments_: string, columns: string) =>
		small({
			functions: [
				file(
					'functions/amocrm_f.sql',
					`create function amocrm_f(${arguments_}) returns int language sql as 'select 1'`,
				),
			],
			views: [
				file('views/amocrm_v.sql', `create view amocrm_v as select ${columns} from amocrm_w`),
				file('views/amocrm_w.sql', 'create view amocrm_w as select 1 as one, 2 as two'),
			].reverse(),
		});
	await migrate(database.pool, { files: version('a int', 'one, two') });
	await database.pool.query('grant select on amocrm_v to public');
	expect(
		await migrate(database.pool, { files: version('a text, b int default 1', 'two') }),
	).toEqual({
		applied: ['functions/amocrm_f.sql', 'views/amocrm_v.sql'],
		version: 1,
	});
	expect(await scalar(`select count(*)::int from pg_proc where proname = 'amocrm_f'`)).toBe(1);
	expect(await scalar(`select relacl::text from pg_class where relname = 'amocrm_v'`)).toContain(
		'=r/',
	);
	expect((await database.pool.query('select * from amocrm_v')).rows).toEqual([{ two: 2 }]);
});

test('the database has what was applied: names, numbers and hashes', async () => {
	await migrate(database.pool);
	const { rows } = await database.pool.query(
		'select name, number, hash from amocrm_migrations where number is not null order by number',
	);
	expect(rows).toEqual(
		shipped.migrations.map(({ name, number, hash }) => ({ name, number, hash })),
	);
});
