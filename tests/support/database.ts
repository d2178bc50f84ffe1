import { randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { createPool } from '../../src/inbox/pool';

export const templateName = 'amocrm_template';

export interface TestDatabase {
	readonly pool: Pool;
	readonly url: string;
	/** Closes the pool and removes the database, open connections of others included. */
	drop(): Promise<void>;
}

export interface TestDatabaseOptions {
	/** Start without tables, to test what makes them. */
	readonly empty?: boolean;
	/** The schema that the pool sees. */
	readonly schema?: string;
}

function serverUrl(): URL {
	const url = process.env['TEST_POSTGRES_URL'];
	if (!url) throw new Error('TEST_POSTGRES_URL is not set: run jest --selectProjects integration.');
	return new URL(url);
}

async function onServer(statement: string): Promise<void> {
	const client = new Client({ connectionString: serverUrl().href });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

/** A database of one's own with the current schema, cloned from the one that `startPostgres.ts` migrated. */
export async function createTestDatabase({
	empty = false,
	schema = 'public',
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
	const name = `test_${randomBytes(6).toString('hex')}`;
	await onServer(`create database ${name} template ${empty ? 'template0' : templateName}`);
	const url = serverUrl();
	url.pathname = `/${name}`;
	const pool = createPool({ connectionString: url.href, schema });
	return {
		pool,
		url: url.href,
		async drop() {
			await pool.end();
			await onServer(`drop database if exists ${name} with (force)`);
		},
	};
}

/** Empties every table of the schema but the journal of migrations. */
export async function emptyTables({ pool }: TestDatabase): Promise<void> {
	const { rows } = await pool.query<{ tables: string }>(
		`select string_agg(quote_ident(tablename), ', ') as tables from pg_tables
		 where schemaname = current_schema() and tablename <> 'amocrm_migrations'`,
	);
	await pool.query(`truncate ${rows[0]?.tables}`);
}

/**
 * One database for the tests of a file, by Jest's hooks: made before the first, emptied after each and
 * removed after the last. `emptied: false` leaves the rows to the file.
 */
export function useTestDatabase({
	emptied = true,
	...options
}: TestDatabaseOptions & { readonly emptied?: boolean } = {}): TestDatabase {
	let made: TestDatabase | undefined;
	const database = (): TestDatabase => {
		if (!made) throw new Error('The database of these tests is made before the first one runs.');
		return made;
	};
	beforeAll(async () => {
		made = await createTestDatabase(options);
	});
	if (emptied) afterEach(() => emptyTables(database()));
	afterAll(() => made?.drop());
	return {
		get pool() {
			return database().pool;
		},
		get url() {
			return database().url;
		},
		drop: () => database().drop(),
	};
}
