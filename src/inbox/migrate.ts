import { setTimeout as sleep } from 'node:timers/promises';
import { escapeIdentifier, type Pool, type PoolClient } from 'pg';
import { messageOf } from '../messageOf';
import { createPool, defaultSchema, type PoolConfig } from './pool';
import { applyRepeatables } from './repeatables';
import { readSqlFiles, type SqlFile, type SqlFiles } from './sqlFiles';
import { timedQuery } from './timedQuery';

export interface MigrateOptions {
	/** Made if missing; `public` by default. */
	readonly schema?: string;
	/** The SQL to apply; that of this package by default. */
	readonly files?: SqlFiles;
}

export interface Migrated {
	/** Names of the files applied by this call, in order; empty when everything was there. */
	readonly applied: readonly string[];
	/** Number of the newest migration in the database. */
	readonly version: number;
}

const journal = `create table if not exists amocrm_migrations (
	name text primary key,
	number int unique,
	hash text not null,
	applied_at timestamptz not null default now()
);
comment on table amocrm_migrations is 'Which SQL files were applied: numbered migrations once, functions and views again whenever they change.';
comment on column amocrm_migrations.name is 'Path of the file below sql/.';
comment on column amocrm_migrations.number is 'Number of the migration; null for functions and views.';
comment on column amocrm_migrations.hash is 'SHA-256 of the file as applied.';
comment on column amocrm_migrations.applied_at is 'When it was applied last.';`;

const lockWaitMs = 120_000;
/** On the client's side; the pool's own limit is for the short statements of the queue. */
const migrationTimeoutMs = 3_600_000;

async function inTransaction(
	client: PoolClient,
	schema: string,
	work: () => Promise<unknown>,
): Promise<void> {
	await client.query('begin');
	try {
		await client.query('set local statement_timeout = 0');
		await client.query(`set local search_path to ${escapeIdentifier(schema)}, pg_temp`);
		// Functions are made in the order of their names, so one may call another that comes later.
		await client.query('set local check_function_bodies = off');
		await work();
		await client.query('commit');
	} catch (error) {
		await client.query('rollback');
		throw error;
	}
}

/** Polls instead of waiting inside one statement, which `statement_timeout` would end. */
async function withLock<T>(client: PoolClient, schema: string, work: () => Promise<T>): Promise<T> {
	const key = `amocrm_migrations:${schema}`;
	const deadline = Date.now() + lockWaitMs;
	for (;;) {
		const { rows } = await client.query<{ held: boolean }>(
			'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
			[key],
		);
		if (rows[0]?.held) break;
		if (Date.now() > deadline) {
			throw new Error(
				`Another process has been migrating the schema "${schema}" for more than ${lockWaitMs / 1000} s: see pg_stat_activity and end it if it is stuck.`,
			);
		}
		await sleep(50);
	}
	try {
		return await work();
	} finally {
		await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [key]);
	}
}

const journalOf = (schema: string): string => `${escapeIdentifier(schema)}.amocrm_migrations`;

/** Name -> hash of what the database has; refuses what this package must not touch. */
async function readJournal(
	client: PoolClient,
	schema: string,
	migrations: readonly SqlFile[],
): Promise<ReadonlyMap<string, string>> {
	const { rows } = await client.query<{ name: string; number: number | null; hash: string }>(
		`select name, number, hash from ${journalOf(schema)}`,
	);
	const found = Math.max(0, ...rows.map(({ number }) => number ?? 0));
	if (found > migrations.length) {
		throw new Error(
			`The schema "${schema}" is at version ${found}, but this program knows versions up to ${migrations.length}: it was upgraded by a newer n8n-nodes-amocrm-pipeline. Install that version here as well, or use another schema.`,
		);
	}
	for (const { number, name, hash } of rows) {
		const file = number === null ? undefined : migrations[number - 1];
		if (file && (file.hash !== hash || file.name !== name)) {
			throw new Error(
				`sql/${file.name} is not the file that was applied to the schema "${schema}" (${name}): an applied migration never changes. Restore it and put the change into a new migration.`,
			);
		}
	}
	return new Map(rows.map(({ name, hash }) => [name, hash]));
}

async function makeSchema(client: PoolClient, schema: string): Promise<void> {
	try {
		await client.query(`create schema if not exists ${escapeIdentifier(schema)}`);
	} catch (error) {
		if ((error as { code?: string }).code !== '42501') throw error;
		throw new Error(
			`The schema "${schema}" is not at the version of this package, and this database user may not change it: run amocrm-pipeline migrate as the owner of the tables.`,
			{ cause: error },
		);
	}
}

/** Whether there is nothing to do. Needs no right but to read, which is all that n8n's role has. */
async function isCurrent(client: PoolClient, schema: string, files: SqlFiles): Promise<boolean> {
	const { rows } = await client.query('select to_regclass($1) is not null as there', [
		journalOf(schema),
	]);
	if (!rows[0]?.there) return false;
	const known = await readJournal(client, schema, files.migrations);
	const all = [...files.migrations, ...files.functions, ...files.views];
	return all.every(({ name, hash }) => known.get(name) === hash);
}

async function apply(client: PoolClient, schema: string, files: SqlFiles): Promise<Migrated> {
	if (await isCurrent(client, schema, files))
		return { applied: [], version: files.migrations.length };
	await makeSchema(client, schema);
	await inTransaction(client, schema, () => client.query(journal));
	const known = await readJournal(client, schema, files.migrations);
	const pending = files.migrations.filter(({ name }) => !known.has(name));
	for (const file of pending) {
		await inTransaction(client, schema, async () => {
			await client.query(timedQuery(file.text, migrationTimeoutMs));
			await client.query('insert into amocrm_migrations (name, number, hash) values ($1, $2, $3)', [
				file.name,
				file.number,
				file.hash,
			]);
		}).catch((error: unknown) => {
			throw new Error(`sql/${file.name} could not be applied: ${messageOf(error)}`, {
				cause: error,
			});
		});
	}
	let repeated: readonly string[] = [];
	await inTransaction(client, schema, async () => {
		repeated = await applyRepeatables(client, files, known);
	});
	return {
		applied: [...pending.map(({ name }) => name), ...repeated],
		version: files.migrations.length,
	};
}

/**
 * Brings the schema up to date. Any number of processes may call it at once: one works, the others
 * wait and find nothing to do. Throws when the schema is newer than this package or when an applied
 * migration was edited; each file is applied whole or not at all.
 */
export async function migrate(
	database: Pool | PoolConfig,
	{ schema = defaultSchema, files = readSqlFiles() }: MigrateOptions = {},
): Promise<Migrated> {
	const isPool = 'totalCount' in database;
	const pool = isPool ? database : createPool(database);
	try {
		const client = await pool.connect();
		let problem: Error | undefined;
		try {
			return await withLock(client, schema, () => apply(client, schema, files));
		} catch (error) {
			problem = error instanceof Error ? error : new Error(String(error));
			throw error;
		} finally {
			// A connection that failed may still hold the lock: closing it lets go.
			client.release(problem);
		}
	} finally {
		if (!isPool) await pool.end();
	}
}
