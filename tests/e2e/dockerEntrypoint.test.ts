import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import axios from 'axios';
import { Pool } from 'pg';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { openN8nSession } from '../../src/provision/n8nSession';
import { installPackage } from '../../stack/installPackage';
import { nodeForN8n } from '../../stack/n8nProcess';
import { repositoryRoot } from '../../stack/paths';
import { freePort } from '../../stack/ports';
import { startPostgres, type PostgresServer } from '../../stack/postgres';
import { webhookUrl } from '../../stack/webhookUrl';
import { eventually } from '../support/eventually';

/** What the containers run, as processes: the image's entrypoint, the provisioning, n8n. No Docker engine is needed. */
const execute = promisify(execFile);
const entrypoint = join(repositoryRoot, 'docker', 'entrypoint.sh');
const owner = { email: 'owner@example.ru', password: 'Entrypoint7test' };

let folder: string;
let postgres: PostgresServer;
let sandbox: Sandbox;
let n8n: ChildProcess;
let environment: Record<string, string>;
let n8nUrl: string;
let pool: Pool;

const run = async (...args: readonly string[]): Promise<string> => {
	const { stdout, stderr } = await execute('sh', [entrypoint, ...args], { env: environment });
	return `${stdout}${stderr}`;
};

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'amocrm-entrypoint-'));
	chmodSync(folder, 0o755);
	postgres = await startPostgres({
		dataDir: join(folder, 'postgres'),
		port: await freePort(),
		password: 'postgres-password',
	});
	await postgres.createDatabase('n8n');
	await postgres.createDatabase('amocrm');
	pool = new Pool({ connectionString: postgres.url('amocrm'), max: 2 });
	sandbox = await startSandbox({ port: 0, token: 'entrypoint-sandbox-token' });

	// The image's commands: n8n with its own Node.js, and the entrypoint of n8n's image.
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	symlinkSync(nodeForN8n(), join(bin, 'node'));
	symlinkSync(join(repositoryRoot, 'stack/node_modules/n8n/bin/n8n'), join(bin, 'n8n'));
	const imageEntrypoint = join(bin, 'image-entrypoint.sh');
	writeFileSync(imageEntrypoint, '#!/bin/sh\nexec n8n "$@"\n', { mode: 0o755 });
	installPackage(join(folder, 'image'));

	const port = await freePort(2);
	n8nUrl = `http://127.0.0.1:${port}`;
	environment = {
		PATH: `${bin}:${process.env['PATH'] ?? ''}`,
		HOME: folder,
		AMOCRM_PACKAGE_DIR: join(folder, 'image/.n8n/nodes/node_modules/n8n-nodes-amocrm-pipeline'),
		N8N_IMAGE_ENTRYPOINT: imageEntrypoint,
		N8N_USER_FOLDER: join(folder, 'volume'),
		N8N_ENCRYPTION_KEY: 'entrypoint-encryption-key',
		N8N_OWNER_EMAIL: owner.email,
		N8N_OWNER_PASSWORD: owner.password,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(port + 1),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: postgres.host,
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: 'n8n',
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_PASSWORD: postgres.password,
		DATABASE_URL: postgres.url('amocrm'),
		N8N_DATABASE_URL: postgres.url('n8n'),
		AMOCRM_DATA_DIR: join(folder, 'volume/.n8n/amocrm-pipeline'),
		AMOCRM_WRITER_PASSWORD: 'writer-password',
		AMOCRM_READER_PASSWORD: 'reader-password',
		AMOCRM_SANDBOX_URL: sandbox.url,
		AMOCRM_SANDBOX_TOKEN: 'entrypoint-sandbox-token',
		AMOCRM_JARVIS_URL: `${sandbox.url}/jarvis`,
		N8N_URL: n8nUrl,
	};
}, 120_000);

afterAll(async () => {
	if (n8n?.exitCode === null) {
		process.kill(-(n8n.pid ?? 0), 'SIGKILL');
		await once(n8n, 'exit');
	}
	await pool?.end();
	await sandbox?.close();
	await postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
});

test('on empty databases: prepared, started, published; a webhook becomes a deal', async () => {
	const prepared = await run('amocrm-pipeline', 'provision', 'import');
	expect(prepared).toContain('n8n has its credentials and workflows.');

	n8n = spawn('sh', [entrypoint, 'start'], { env: environment, stdio: 'ignore', detached: true });
	const published = await run('amocrm-pipeline', 'provision', 'publish');
	expect(published).toContain('Published "Обработка вебхуков AmoCRM"');

	const session = await openN8nSession(n8nUrl, owner);
	expect((await session.workflow('amocrmPipeline01'))?.activeVersionId).toBeTruthy();
	const address = await eventually('the webhook is subscribed', () =>
		webhookUrl(postgres.url('n8n')),
	);
	const { status } = await axios.post(
		address,
		'leads[status][0][id]=12345&leads[status][0][status_id]=142',
		{ headers: { 'content-type': 'application/x-www-form-urlencoded' } },
	);
	expect(status).toBe(200);
	await eventually('the deal is stored', async () => {
		const { rowCount } = await pool.query(
			`select from amocrm_deals where amocrm_deal_id = '12345'`,
		);
		return rowCount === 1;
	});
});

test('n8n works with the role that writes through functions only', async () => {
	const { rows } = await pool.query<{ usename: string }>(
		`select distinct usename from pg_stat_activity where application_name = 'amocrm-pipeline'`,
	);
	expect(rows.map(({ usename }) => usename)).toEqual(['amocrm_n8n']);
});

test('again: nothing is imported, what ops have switched off stays off', async () => {
	const session = await openN8nSession(n8nUrl, owner);
	const off = await axios.post(
		`${n8nUrl}/rest/workflows/amocrmPipeline01/deactivate`,
		{},
		{ headers: { cookie: session.cookie } },
	);
	expect(off.status).toBe(200);
	expect(await run('amocrm-pipeline', 'provision', 'import')).not.toContain('Putting');
	expect(await run('amocrm-pipeline', 'provision', 'publish')).not.toContain('Обработка вебхуков');
	expect((await session.workflow('amocrmPipeline01'))?.activeVersionId).toBeNull();
});

test('the password of the owner is not in the environment of n8n', async () => {
	const { stdout } = await execute('sh', ['-c', `tr '\\0' '\\n' < /proc/${n8n.pid}/environ`]);
	// The shell that was started has it; what it turned into by exec keeps the pid and the new environment.
	expect(stdout).not.toContain(owner.password);
});
