import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../stack/ports';
import { startPostgres, type PostgresServer } from '../../stack/postgres';

const asked = async (
	server: PostgresServer,
	statement: string,
	database = 'postgres',
): Promise<unknown> => {
	const client = new Client({ connectionString: server.url(database) });
	client.on('error', () => undefined);
	await client.connect();
	try {
		const { rows } = await client.query<{ answer: unknown }>(statement);
		return rows[0]?.answer;
	} finally {
		await client.end();
	}
};

describe('the embedded PostgreSQL', () => {
	let folder: string;
	let servers: PostgresServer[];

	const start = async (overrides: Partial<Parameters<typeof startPostgres>[0]> = {}) => {
		const server = await startPostgres({
			dataDir: join(folder, 'postgres'),
			port: await freePort(),
			password: "p@ss'word/?#",
			settings: { fsync: 'off' },
			...overrides,
		});
		servers.push(server);
		return server;
	};

	beforeEach(() => {
		servers = [];
		folder = mkdtempSync(join(tmpdir(), 'amocrm-postgres-'));
		chmodSync(folder, 0o711);
	});

	afterEach(async () => {
		for (const server of servers) await server.stop();
		const pointer = join(folder, 'postgres', 'location.txt');
		if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true });
		rmSync(folder, { recursive: true, force: true });
	});

	test('keeps its data over a stop and a kill -9', async () => {
		const first = await start();
		await asked(first, "create table kept as select 'Жираф' as answer");
		await first.stop();
		const second = await start();
		await second.kill();
		const third = await start({ port: second.port });
		expect(await asked(third, 'select lower(answer) as answer from kept')).toBe('жираф');
	});

	test('makes a database once and no more', async () => {
		const server = await start();
		await Promise.all([server.createDatabase('some "name"'), server.createDatabase('some "name"')]);
		await server.createDatabase('some "name"');
		expect(
			await asked(
				server,
				"select count(*)::int as answer from pg_database where datname like 'some%'",
			),
		).toBe(1);
	});

	test('a database has its own limit for statements, also when it was there before', async () => {
		const server = await start();
		const limitOf = (database: string) =>
			asked(server, "select current_setting('statement_timeout') as answer", database);
		await server.createDatabase("it's");
		expect(await limitOf("it's")).toBe('0');
		await server.createDatabase("it's", '5min');
		expect(await limitOf("it's")).toBe('5min');
		expect(await limitOf('postgres')).toBe('0');
	});

	test('a lock file whose number now belongs to another program does not block', async () => {
		const first = await start();
		await first.kill();
		const lock = join(folder, 'postgres', 'postmaster.pid');
		const lines = readFileSync(lock, 'utf8').split('\n');
		writeFileSync(lock, [String(process.pid), ...lines.slice(1)].join('\n'));
		const second = await start();
		expect(await asked(second, 'select 1 as answer')).toBe(1);
	});

	test('a second start on the same folder names the process that holds it', async () => {
		const first = await start();
		await expect(start()).rejects.toThrow(
			`already runs on ${join(folder, 'postgres')} (process ${first.pid})`,
		);
	});

	test('a taken port is named', async () => {
		const first = await start();
		await expect(start({ dataDir: join(folder, 'other'), port: first.port })).rejects.toThrow(
			`Port ${first.port} for PostgreSQL is taken`,
		);
	});

	test('another password than the data were made with is named and nothing keeps running', async () => {
		const first = await start();
		await first.stop();
		await expect(start({ password: 'another', port: first.port })).rejects.toThrow(
			/password for PostgreSQL's user "postgres" is not the one/,
		);
		await expect(start({ port: first.port })).resolves.toBeDefined();
	});

	test('data of another PostgreSQL version are left alone', async () => {
		mkdirSync(join(folder, 'postgres'));
		writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '14\n');
		await expect(start()).rejects.toThrow(/made by PostgreSQL 14, this is PostgreSQL 18/);
	});

	test('a folder with other things in it is left alone', async () => {
		mkdirSync(join(folder, 'postgres'));
		writeFileSync(join(folder, 'postgres', 'letter.txt'), 'Dear Sir');
		await expect(start()).rejects.toThrow(/is not empty and holds no PostgreSQL data/);
	});

	test('runs from a private folder, for root as for others, and finds the data again', async () => {
		chmodSync(folder, 0o700);
		const first = await start();
		await asked(first, "create table kept as select 'here' as answer");
		await first.stop();
		const second = await start();
		expect(await asked(second, 'select answer from kept')).toBe('here');
	});

	test('does not run as root', async () => {
		const server = await start();
		const owner = spawnSync('ps', ['-o', 'user=', '-p', String(server.pid)], { encoding: 'utf8' });
		expect(owner.stdout.trim()).not.toBe('root');
		expect(owner.stdout.trim()).not.toBe('');
	});
});
