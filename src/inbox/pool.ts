import { escapeIdentifier, Pool, type PoolClient, type PoolConfig as PgPoolConfig } from 'pg';
import { timedQuery } from './timedQuery';

/** A PostgreSQL connection: the fields of n8n's `postgres` credential, or one `connectionString`. */
export interface PoolConfig {
	readonly connectionString?: string;
	readonly host?: string;
	readonly port?: number;
	readonly database?: string;
	readonly user?: string;
	readonly password?: string;
	readonly ssl?: 'allow' | 'disable' | 'require' | boolean;
	/** Accept any certificate, as n8n's "Ignore SSL Issues". */
	readonly allowUnauthorizedCerts?: boolean;
	readonly sshTunnel?: boolean;
	/** An upper bound; a process never opens more than `mostConnections`. */
	readonly maxConnections?: number;
	/** Where the tables and functions live, `public` by default. */
	readonly schema?: string;
	/** Includes the wait for a free connection; 1.3 s by default. */
	readonly connectionTimeoutMs?: number;
}

export const defaultSchema = 'public';

/** One process claims and stores in short statements: more connections only take other programs' places. */
const mostConnections = 10;

/** For every statement but those that set their own (migrations). */
const statementTimeoutMs = 30_000;
/** A server that vanished without a word ends no statement: then the client gives up. */
const answerTimeoutMs = 35_000;
/** amoCRM hangs up after 2 s: a webhook must know before, and a burst of 1,000 calls waits 0.9 s here. */
const defaultConnectionTimeoutMs = 1_300;

function sslOf({ ssl, allowUnauthorizedCerts }: PoolConfig): PgPoolConfig['ssl'] {
	if (allowUnauthorizedCerts) return { rejectUnauthorized: false };
	return ssl === true || ssl === 'allow' || ssl === 'require';
}

/** The settings `pg` takes, for a pool as well as for a single client (LISTEN). */
export function connectionSettings(config: PoolConfig) {
	if (config.sshTunnel) {
		throw new Error(
			'The Postgres credential uses an SSH tunnel, which is not supported here: use a credential that reaches the database directly.',
		);
	}
	const address = config.connectionString
		? { connectionString: config.connectionString }
		: {
				host: config.host ?? '127.0.0.1',
				port: Number(config.port ?? 5432),
				database: config.database ?? 'postgres',
				user: config.user ?? 'postgres',
				password: config.password ?? '',
				ssl: sslOf(config),
			};
	return {
		...address,
		application_name: 'amocrm-pipeline',
		connectionTimeoutMillis: config.connectionTimeoutMs ?? defaultConnectionTimeoutMs,
		keepAlive: true,
	};
}

/** A pool whose connections see `config.schema`. A connection that breaks while idle is replaced. */
export function createPool(config: PoolConfig): Pool {
	const searchPath = `set search_path to ${escapeIdentifier(config.schema ?? defaultSchema)}`;
	const settings = connectionSettings(config);
	const pool = new Pool({
		...settings,
		max: Math.max(1, Math.min(Number(config.maxConnections ?? mostConnections), mostConnections)),
		statement_timeout: statementTimeoutMs,
		query_timeout: answerTimeoutMs,
		// `sharedConnection` has several statements under way on one connection.
		pipeline: true,
		onConnect: async (connected) => {
			const client = connected as PoolClient;
			// The pool listens to idle connections only: one that breaks between being taken and its
			// first statement (kill -9 of its backend) would end the process.
			client.on('error', () => undefined);
			await client.query(timedQuery(searchPath, settings.connectionTimeoutMillis));
		},
	});
	pool.on('error', () => undefined);
	return pool;
}
