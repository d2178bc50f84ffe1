import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { saveEndpoint } from '../../../src/inbox/endpoints';
import { migrate } from '../../../src/inbox/migrate';
import { createPool } from '../../../src/inbox/pool';
import { freePort } from '../../../stack/ports';
import { startPostgres, type PostgresOptions, type PostgresServer } from '../../../stack/postgres';

export const queue = 'faults';
/** The key of the published trigger; `?key=` of every call. */
export const key = 'key-of-the-fault-tests';

export interface EventDatabase {
	/** The one that runs now. */
	readonly server: PostgresServer;
	/** Survives restarts of the server. */
	readonly pool: Pool;
	readonly url: string;
	/** Starts PostgreSQL again on the same data after it ended. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

export type ServerOptions = Pick<PostgresOptions, 'settings' | 'environment'> & {
	/** Where the data is kept; a new folder when left out. */
	readonly folder?: string;
};

/** A PostgreSQL of its own that commits to disk, with our tables and one published trigger. */
export async function startEventDatabase(options: ServerOptions = {}): Promise<EventDatabase> {
	const { folder = mkdtempSync(join(tmpdir(), 'amocrm-faults-')), ...server$ } = options;
	chmodSync(folder, 0o711);
	const postgres: PostgresOptions = {
		...server$,
		dataDir: join(folder, 'postgres'),
		port: await freePort(),
		password: 'test-only',
	};
	let server = await startPostgres(postgres);
	await server.createDatabase('amocrm');
	const url = server.url('amocrm');
	const pool = createPool({ connectionString: url });
	await migrate(pool);
	await saveEndpoint(pool, key, {
		queue,
		account: null,
		bodyLimitBytes: 1024 * 1024,
		dedupeWindowSeconds: 86_400,
		events: [],
		pipelines: [],
		statuses: [],
		ignoreOwnChanges: false,
	});
	return {
		get server() {
			return server;
		},
		pool,
		url,
		async restart() {
			server = await startPostgres(postgres);
		},
		async close() {
			await pool.end();
			await server.stop();
			if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
		},
	};
}
