import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { Pool } from 'pg';
import { n8nEnvironment } from '../../stack/n8nEnvironment';
import { runN8nCommand, startN8n, type N8nProcess } from '../../stack/n8nProcess';
import { connectToN8n } from '../../stack/n8nRest';
import { repositoryRoot } from '../../stack/paths';
import { freePort } from '../../stack/ports';
import { importIntoN8n } from '../../src/provision/importIntoN8n';
import { publishImported } from '../../src/provision/publish';
import type { ShippedWorkflow } from '../../src/provision/workflows';
import type { BenchStack } from '../benchStack';
import { leadStatusBody } from '../load/leadStatusBody';
import { reserveSerials } from '../serials';

export const naiveDatabase = 'naive';
export const naiveN8nDatabase = 'n8n_naive';

export interface NaiveN8n {
	readonly process: N8nProcess;
	readonly webhookUrl: string;
	readonly pool: Pool;
	stop(): Promise<void>;
}

const folder = join(repositoryRoot, 'bench', 'naive');
/** Where the workflow, as it is in the repository, expects the sandbox. */
const shippedSandboxUrl = 'http://127.0.0.1:8090';

function naiveWorkflow(sandboxUrl: string): ShippedWorkflow {
	const text = readFileSync(join(folder, 'workflow.json'), 'utf8');
	return JSON.parse(text.replaceAll(shippedSandboxUrl, sandboxUrl)) as ShippedWorkflow;
}

/** Ours for speed; without them n8n is as it comes. What keeps it quiet stays, since that only helps. */
const fastSettings = new Set([
	'N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE',
	'DB_POSTGRESDB_POOL_SIZE',
	'DB_POSTGRESDB_STATEMENT_TIMEOUT',
	'NODE_OPTIONS',
]);

const withDefaults = (env: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(env).filter(([name]) => !fastSettings.has(name)));

/** In every sandbox. */
const knownLead = 12_345;
const publishingMs = 30_000;

/** A naive workflow that does not work would lose every comparison: one event must go all the way first. */
async function requireWorking(url: string, pool: Pool, signal: AbortSignal): Promise<void> {
	const body = leadStatusBody(knownLead, reserveSerials(1));
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const deadline = Date.now() + publishingMs;
	for (;;) {
		signal.throwIfAborted();
		const { status, data } = await axios.post(url, body, {
			...{ headers, timeout: publishingMs },
			validateStatus: () => true,
		});
		const { rowCount } = await pool.query('select from naive_deals where amocrm_deal_id = $1', [
			String(knownLead),
		]);
		if (status === 200 && rowCount === 1) return;
		// n8n publishes in the background: until then it does not know the address.
		if (status !== 404 || Date.now() > deadline) {
			throw new Error(
				`the naive workflow does not work: HTTP ${status} ${JSON.stringify(data)}, ${rowCount} deals`,
			);
		}
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

/** An n8n of its own with the naive workflow published: its own database, its own tables. */
export async function startNaiveN8n(
	bench: BenchStack,
	n8nSettings: 'default' | 'ours',
): Promise<NaiveN8n> {
	const { stack, secrets, sandboxUrl, say } = bench;
	const { postgres } = stack;
	await postgres.createDatabase(naiveDatabase);
	await postgres.createDatabase(naiveN8nDatabase);

	const dataDir = join(bench.settings.dataDir, 'naive');
	mkdirSync(dataDir, { recursive: true });
	const settings = { ...bench.settings, dataDir, n8nPort: await freePort(2) };
	const wanted = {
		...n8nEnvironment(settings, secrets, postgres),
		DB_POSTGRESDB_DATABASE: naiveN8nDatabase,
	};
	const env = n8nSettings === 'ours' ? wanted : withDefaults(wanted);
	const workflows = [naiveWorkflow(sandboxUrl)];
	await importIntoN8n({
		dataDir,
		n8n: (args) => runN8nCommand(args, env),
		n8nDatabaseUrl: postgres.url(naiveN8nDatabase),
		credentials: [
			{
				id: 'naivePostgres001',
				name: 'PostgreSQL',
				type: 'postgres',
				data: {
					host: postgres.host,
					port: postgres.port,
					database: naiveDatabase,
					user: postgres.user,
					password: postgres.password,
					ssl: 'disable',
				},
			},
			{
				id: 'naiveAmoCrm00001',
				name: 'amoCRM',
				type: 'httpHeaderAuth',
				data: { name: 'Authorization', value: `Bearer ${secrets.sandboxToken}` },
			},
		],
		workflows,
		log: say,
	});
	bench.signal.throwIfAborted();
	const process = await startN8n(env, settings.n8nPort, join(dataDir, 'n8n.log'));
	const pool = new Pool({ connectionString: postgres.url(naiveDatabase), max: 2 });
	pool.on('error', () => undefined);
	const stop = async () => {
		await pool.end();
		await process.stop();
	};
	try {
		await pool.query(readFileSync(join(folder, 'tables.sql'), 'utf8'));
		const url = `http://127.0.0.1:${settings.n8nPort}`;
		const owner = { email: 'owner@amocrm-pipeline.example', password: secrets.ownerPassword };
		await publishImported(await connectToN8n(url, owner), workflows, dataDir);
		const webhookUrl = `${url}/webhook/naive-amocrm`;
		await requireWorking(webhookUrl, pool, bench.signal);
		return { process, pool, stop, webhookUrl };
	} catch (error) {
		await stop();
		throw error;
	}
}
