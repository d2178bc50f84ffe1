import type { Pool } from 'pg';
import { createPool, type PoolConfig } from '../src/inbox/pool';
import { findInstallation } from './installation';
import type { Io } from './io';

/** The options of every command that works on the database. */
export const databaseOptions = {
	'database-url': { type: 'string' },
	schema: { type: 'string' },
} as const;

export interface DatabaseValues {
	readonly 'database-url'?: string | undefined;
	readonly schema?: string | undefined;
}

/** Longer than in the trigger: a person can wait for a database far away. */
const connectionTimeoutMs = 10_000;

export const schemaOf = (values: DatabaseValues, env: Io['env']): string =>
	values.schema ?? (env['AMOCRM_SCHEMA'] || 'public');

/** `--database-url`, else DATABASE_URL, else PGHOST and its kin, else a running `npm start`. */
export function databaseConfig(values: DatabaseValues, env: Io['env']): PoolConfig {
	const place = { schema: schemaOf(values, env), connectionTimeoutMs };
	const given = values['database-url'] ?? env['DATABASE_URL'];
	if (given) return { ...place, connectionString: given };
	const { PGHOST: host, PGPORT, PGDATABASE: database, PGUSER: user, PGPASSWORD: password } = env;
	if (host || database) {
		const mode = env['PGSSLMODE'];
		return {
			...place,
			...(host ? { host } : {}),
			...(PGPORT ? { port: Number(PGPORT) } : {}),
			...(database ? { database } : {}),
			...(user ? { user } : {}),
			...(password ? { password } : {}),
			...(mode === 'require' ? { allowUnauthorizedCerts: true } : {}),
			...(mode?.startsWith('verify') ? { ssl: 'require' } : {}),
		};
	}
	const { databaseUrl } = findInstallation(env);
	if (databaseUrl) return { ...place, connectionString: databaseUrl };
	throw new Error(
		'Which database? Give --database-url postgres://user:password@host:5432/database, or set DATABASE_URL or PGHOST, PGDATABASE, PGUSER and PGPASSWORD.',
	);
}

/** Host and database, without the password. */
function addressOf({ connectionString, host, port, database }: PoolConfig): string {
	if (!connectionString) return `${host ?? '127.0.0.1'}:${port ?? 5432}/${database ?? 'postgres'}`;
	if (!URL.canParse(connectionString)) return 'the given address';
	const url = new URL(connectionString);
	return `${url.hostname}:${url.port || 5432}${url.pathname}`;
}

function explained(error: unknown, config: PoolConfig): Error {
	const { code, message = '' } = error as { code?: string; message?: string };
	const address = addressOf(config);
	switch (code) {
		case '42P01':
		case '42883':
			return new Error(
				`${address} has no event tables in the schema "${config.schema}": run amocrm-pipeline migrate first.`,
			);
		case '28P01':
		case '28000':
			return new Error(`${address} refuses this user and password: ${message}`);
		case '3D000':
			return new Error(`${address} does not exist: create it (create database …) first.`);
		case 'ECONNREFUSED':
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
		case 'ETIMEDOUT':
			return new Error(`${address} cannot be reached (${code}): is PostgreSQL running there?`);
		default:
			return error instanceof Error ? error : new Error(String(error));
	}
}

/** Runs `use` on a pool of its own; a database error is told as what is wrong, where, and what to do. */
export async function withDatabase<T>(
	values: DatabaseValues,
	env: Io['env'],
	use: (pool: Pool, config: PoolConfig) => Promise<T>,
): Promise<T> {
	const config = databaseConfig(values, env);
	const pool = createPool(config);
	try {
		return await use(pool, config);
	} catch (error) {
		throw explained(error, config);
	} finally {
		await pool.end();
	}
}
