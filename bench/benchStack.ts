import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { Pool } from 'pg';
import { freePort } from '../stack/ports';
import { startPostgres } from '../stack/postgres';
import { loadSecrets, type StackSecrets } from '../stack/secrets';
import type { StackSettings } from '../stack/settings';
import { startStack, type Stack } from '../stack/start';

export interface BenchStack {
	readonly stack: Stack;
	readonly settings: StackSettings;
	readonly secrets: StackSecrets;
	/** The analysts' database, as its owner. */
	readonly pool: Pool;
	/** The sandbox's control API. */
	readonly control: AxiosInstance;
	readonly sandboxUrl: string;
	readonly webhookUrl: string;
	readonly signal: AbortSignal;
	readonly say: (line: string) => void;
	close(): Promise<void>;
}

export const delays = { amoCrmMs: 100, jarvisMs: 20 };

/** Kept in the data folder by PostgreSQL itself; the stack starts it with settings of its own. */
async function countStatementsFromNowOn(settings: StackSettings, password: string) {
	const postgres = await startPostgres({
		dataDir: join(settings.dataDir, 'postgres'),
		port: settings.postgresPort,
		password,
	});
	const pool = new Pool({ connectionString: postgres.url('postgres'), max: 1 });
	try {
		await pool.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
		await pool.query(`alter system set pg_stat_statements.max = 10000`);
	} finally {
		await pool.end();
		await postgres.stop();
	}
}

/** amoCRM and Jarvis as slow as they are over the internet. */
export async function slowDown(control: AxiosInstance): Promise<void> {
	await control.delete('/faults');
	await control.post('/faults', { target: 'api', delayMs: delays.amoCrmMs });
	await control.post('/faults', { target: 'jarvis', delayMs: delays.jarvisMs });
}

/** The whole stack in a folder of its own, which `close` removes. */
export async function startBenchStack(
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<BenchStack> {
	const dataDir = mkdtempSync(join(tmpdir(), 'amocrm-bench-'));
	const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
	// Else PostgreSQL, which does not run as root, would keep its data outside and leave it there.
	chmodSync(dataDir, 0o755);
	const settings: StackSettings = {
		dataDir,
		n8nPort: await freePort(2),
		postgresPort: await freePort(),
		sandboxPort: await freePort(),
		publicUrl: null,
		jarvisUrl: null,
		account: null,
	};
	try {
		const secrets = loadSecrets(dataDir);
		await countStatementsFromNowOn(settings, secrets.postgresPassword);
		const stack = await startStack(settings, say, signal);
		const { sandbox, webhookUrl, postgres } = stack.facts();
		const pool = new Pool({ connectionString: postgres.url, max: 4 });
		pool.on('error', () => undefined);
		const close = async () => {
			await pool.end();
			await stack.stop();
			removeFolder();
		};
		try {
			if (!sandbox || !webhookUrl) throw new Error('the trigger was not published: see n8n.log');
			await pool.query('create extension if not exists pg_stat_statements');
		} catch (error) {
			await close();
			throw error;
		}
		const control = axios.create({ baseURL: `${sandbox.url}/_sandbox`, timeout: 120_000 });
		return {
			...{ stack, settings, secrets, pool, control, webhookUrl, signal, say, close },
			sandboxUrl: sandbox.url,
		};
	} catch (error) {
		removeFolder();
		throw error;
	}
}
