import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { grantAccess } from '../../src/inbox/access';
import { migrate } from '../../src/inbox/migrate';
import { createPool } from '../../src/inbox/pool';
import { repositoryRoot } from '../../stack/paths';
import { freePort } from '../../stack/ports';
import { startPostgres, type PostgresServer } from '../../stack/postgres';

/** What docker/postgres/10-databases.sh makes, on a server of its own: roles belong to a whole server. */
const script = readFileSync(join(repositoryRoot, 'docker/postgres/10-databases.sh'), 'utf8');

let folder: string;
let postgres: PostgresServer;

const urlOf = (role: string, database = role): string => {
	const url = new URL(postgres.url(database));
	url.username = role;
	url.password = `${role}-password`;
	return url.href;
};

/** The script's statements, with its variables filled in as psql would. */
async function makeDatabase(client: Client, name: string, right: string): Promise<void> {
	const [, sql = ''] = /<<-'SQL'\n([\s\S]*?)\n\s*SQL\n/.exec(script) ?? [];
	const filled = sql
		.replaceAll(':"name"', client.escapeIdentifier(name))
		.replaceAll(':right', right)
		.replaceAll(":'password'", client.escapeLiteral(`${name}-password`));
	for (const statement of filled.split(';\n')) await client.query(statement);
}

const connect = async (role: string, database: string): Promise<void> => {
	const client = new Client({ connectionString: urlOf(role, database) });
	try {
		await client.connect();
	} finally {
		await client.end().catch(() => undefined);
	}
};

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'amocrm-docker-databases-'));
	// As root PostgreSQL runs as another user, which must be able to pass through.
	chmodSync(folder, 0o711);
	postgres = await startPostgres({
		dataDir: join(folder, 'postgres'),
		port: await freePort(),
		password: 'administrator-password',
	});
	const client = new Client({ connectionString: postgres.url('postgres') });
	await client.connect();
	const calls = script.matchAll(/^make_database (\w+) "\$\w+" (\w+)$/gm);
	for (const [, name = '', right = ''] of calls) await makeDatabase(client, name, right);
	await client.end();
});

afterAll(async () => {
	await postgres?.stop();
	rmSync(folder, { recursive: true, force: true });
});

test('the owner of the event database migrates it and makes the roles of n8n and of the analysts', async () => {
	const owner = createPool({ connectionString: urlOf('amocrm') });
	try {
		await migrate(owner);
		// Twice, as `prepare` does at every start.
		for (const _start of [1, 2]) {
			await grantAccess(owner, [
				{ name: 'amocrm_n8n', password: 'amocrm_n8n-password', access: 'writer' },
				{ name: 'amocrm_analyst', password: 'amocrm_analyst-password', access: 'reader' },
			]);
		}
	} finally {
		await owner.end();
	}
	await connect('amocrm_n8n', 'amocrm');
	await connect('amocrm_analyst', 'amocrm');
});

test('neither n8n nor an analyst can open the database of the other', async () => {
	await expect(connect('n8n', 'amocrm')).rejects.toMatchObject({ code: '42501' });
	await expect(connect('amocrm', 'n8n')).rejects.toMatchObject({ code: '42501' });
	await expect(connect('amocrm_analyst', 'n8n')).rejects.toMatchObject({ code: '42501' });
	await connect('n8n', 'n8n');
});
