import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/inbox/migrate';
import { freePort } from '../../stack/ports';
import { startPostgres } from '../../stack/postgres';
import { templateName } from './database';
import { testServer } from './testServer';

/** Jest's globalSetup: one PostgreSQL for all integration tests, with a migrated template database. */
async function start(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-test-'));
	// As root PostgreSQL runs as another user, which must be able to pass through.
	chmodSync(folder, 0o711);
	const server = await startPostgres({
		dataDir: join(folder, 'postgres'),
		port: await freePort(),
		password: 'test-only',
		settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
	});
	testServer.set({ server, folder });
	await server.createDatabase(templateName);
	await migrate({ connectionString: server.url(templateName) });
	process.env['TEST_POSTGRES_URL'] = server.url('postgres');
}

export = start;
