import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { migrate } from '../../src/inbox/migrate';
import { createPool } from '../../src/inbox/pool';
import { freePort } from '../ports';
import { startPostgres } from '../postgres';

/** Applies `sql/` to a PostgreSQL of its own and gives what `read` makes of it. */
export async function onMigratedDatabase<T>(read: (pool: Pool) => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-schema-'));
	// As root PostgreSQL runs as another user, which must be able to pass through.
	chmodSync(folder, 0o711);
	try {
		const server = await startPostgres({
			dataDir: join(folder, 'postgres'),
			port: await freePort(),
			password: 'short-lived',
			settings: { fsync: 'off' },
		});
		try {
			const pool = createPool({ connectionString: server.url('postgres') });
			try {
				await migrate(pool);
				return await read(pool);
			} finally {
				await pool.end();
			}
		} finally {
			await server.stop();
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
