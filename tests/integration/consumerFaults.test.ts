import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { enqueue } from '../../src/inbox/enqueue';
import { migrate } from '../../src/inbox/migrate';
import { createPool } from '../../src/inbox/pool';
import { freePort } from '../../stack/ports';
import { startPostgres, type PostgresServer } from '../../stack/postgres';
import { collectLog, stopConsumers, testConsumer, until } from '../support/consumers';
import { delivery, newEvent } from '../support/inboxEvents';

let folder: string;
let options: Parameters<typeof startPostgres>[0];
let server: PostgresServer;
let pool: Pool;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'amocrm-faults-'));
	chmodSync(folder, 0o711);
	options = { dataDir: join(folder, 'postgres'), port: await freePort(), password: 'test-only' };
	server = await startPostgres(options);
	await server.createDatabase('amocrm');
	pool = createPool({ connectionString: server.url('amocrm') });
	await migrate(pool);
});
afterEach(stopConsumers);
afterAll(async () => {
	await pool.end();
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

const store = (id: number) => enqueue(pool, delivery([newEvent({ id })]));
const processed = async (): Promise<number> =>
	(await pool.query("select from amocrm_webhook_events where status = 'processed'")).rowCount ?? 0;

test('a consumer outlives kill -9 of PostgreSQL, in the middle of a run and between runs', async () => {
	const { log, lines } = collectLog();
	const handled: unknown[] = [];
	let finishRun = (): void => undefined;
	let isHeld = false;
	testConsumer(
		{ pool, url: server.url('amocrm') },
		async (events) => {
			handled.push(...events.map(({ event }) => event.id));
			if (handled.length === 2) {
				isHeld = true;
				await new Promise<void>((resolve) => (finishRun = resolve));
			}
		},
		{ log, pollSeconds: 600 },
	);
	await store(1);
	await until('the first is processed', async () => (await processed()) === 1);

	await store(2);
	await until('the second runs', () => isHeld);
	await server.kill();
	await expect(store(3)).rejects.toThrow();
	finishRun();
	await new Promise((resolve) => setTimeout(resolve, 1500));
	server = await startPostgres(options);
	await until('the second is processed', async () => (await processed()) === 2);

	await server.kill();
	server = await startPostgres(options);
	await until('storing works again', () =>
		store(3).then(
			() => true,
			() => false,
		),
	);
	await until('the third is processed', async () => (await processed()) === 3);
	// The run that had ended while PostgreSQL was away was recorded, not repeated.
	expect(handled).toEqual([1, 2, 3]);
	expect(lines.join('\n')).toContain('could not record a finished run, trying again');
});

test('a consumer may start before PostgreSQL', async () => {
	await server.stop();
	testConsumer({ pool, url: server.url('amocrm') }, async () => undefined, { pollSeconds: 600 });
	await new Promise((resolve) => setTimeout(resolve, 700));
	server = await startPostgres(options);
	const before = await processed();
	await store(100);
	await until('it is processed', async () => (await processed()) === before + 1);
});
