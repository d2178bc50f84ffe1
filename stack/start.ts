import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startSandbox } from '../sandbox/server';
import { grantAccess } from '../src/inbox/access';
import { migrate } from '../src/inbox/migrate';
import { credentialsToImport } from '../src/provision/credentials';
import { importIntoN8n } from '../src/provision/importIntoN8n';
import type { Owner } from '../src/provision/n8nSession';
import { publishImported } from '../src/provision/publish';
import { noSystems, systemSettings } from '../src/provision/systems';
import { shippedWorkflows, withSettings } from '../src/provision/workflows';
import { installPackage } from './installPackage';
import { dataDatabase, longestN8nStatement, n8nDatabase, n8nEnvironment } from './n8nEnvironment';
import { runN8nCommand, startN8n, type N8nProcess } from './n8nProcess';
import { connectToN8n, type N8nRest } from './n8nRest';
import { requireFreePort } from './ports';
import { startPostgres, type PostgresServer } from './postgres';
import { loadSecrets } from './secrets';
import type { StackSettings } from './settings';
import { webhookUrl } from './webhookUrl';

/** What a person opens and a script reads (`stack.json`). */
export interface StackFacts {
	readonly n8n: {
		readonly url: string;
		readonly email: string;
		readonly password: string;
		readonly pid: number;
	};
	readonly sandbox: { readonly url: string; readonly token: string } | null;
	/** `url` is the owner's way into the events' database, `analystUrl` the read-only one; `n8nUrl` is n8n's own. */
	readonly postgres: {
		readonly url: string;
		readonly analystUrl: string;
		readonly n8nUrl: string;
		readonly pid: number;
	};
	readonly webhookUrl: string | null;
	readonly jarvisUrl: string;
	readonly dataDir: string;
}

export interface Stack {
	facts(): StackFacts;
	readonly postgres: PostgresServer;
	readonly n8n: N8nProcess;
	/** Of the main n8n process; others of a queue-mode installation add to it. */
	readonly n8nEnvironment: Readonly<Record<string, string>>;
	/** Starts n8n again, after its end if it still runs, and publishes the workflows again. */
	restartN8n(): Promise<void>;
	/** Starts PostgreSQL again on the same data after it ended. */
	restartPostgres(): Promise<void>;
	stop(): Promise<void>;
}

/** What fault tests put between the parts; nothing of it in `npm start`. */
export interface Detours {
	/** Where the trigger and the workflow reach PostgreSQL, and where n8n itself does. */
	readonly eventsDatabasePort?: number;
	readonly n8nDatabasePort?: number;
	/** Where n8n reaches amoCRM. */
	readonly amoCrmPort?: number;
	readonly n8nEnvironment?: Readonly<Record<string, string>>;
}

const n8nRole = 'amocrm_n8n';
const analystRole = 'amocrm_analyst';

function withLogin(address: string, user: string, password: string): string {
	const url = new URL(address);
	url.username = user;
	url.password = password;
	return url.href;
}

const ownerEmail = 'owner@amocrm-pipeline.example';

async function waitForWebhookUrl(n8nDatabaseUrl: string): Promise<string | null> {
	const deadline = Date.now() + 30_000;
	for (;;) {
		const url = await webhookUrl(n8nDatabaseUrl);
		if (url !== null || Date.now() > deadline) return url;
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

/**
 * Starts PostgreSQL, the sandbox and n8n in this order, provisioned and published. Stops again what
 * it had started when a step fails or `signal` aborts between two steps.
 */
export async function startStack(
	settings: StackSettings,
	log: (line: string) => void,
	signal: AbortSignal = new AbortController().signal,
	detours: Detours = {},
): Promise<Stack> {
	mkdirSync(settings.dataDir, { recursive: true });
	await requireFreePort(settings.n8nPort, 'n8n', 'AMOCRM_N8N_PORT');
	await requireFreePort(settings.n8nPort + 1, "n8n's task runner", 'AMOCRM_N8N_PORT');
	await requireFreePort(settings.postgresPort, 'PostgreSQL', 'AMOCRM_POSTGRES_PORT');
	await requireFreePort(settings.sandboxPort, 'the sandbox', 'AMOCRM_SANDBOX_PORT');
	const secrets = loadSecrets(settings.dataDir);

	const undo: Array<() => Promise<unknown>> = [];
	const stopAll = async () => {
		for (const step of undo.splice(0).reverse()) await step();
	};
	try {
		log('Starting PostgreSQL …');
		const postgresOptions = {
			dataDir: join(settings.dataDir, 'postgres'),
			port: settings.postgresPort,
			password: secrets.postgresPassword,
		};
		let postgres = await startPostgres(postgresOptions);
		undo.push(() => postgres.stop());
		signal.throwIfAborted();
		await postgres.createDatabase(n8nDatabase, longestN8nStatement);
		await postgres.createDatabase(dataDatabase);
		const pool = new Pool({ connectionString: postgres.url(dataDatabase), max: 1 });
		try {
			const { applied } = await migrate(pool);
			if (applied.length > 0) log(`Database: ${applied.length} migrations applied.`);
			await grantAccess(pool, [
				{ name: n8nRole, password: secrets.n8nDatabasePassword, access: 'writer' },
				{ name: analystRole, password: secrets.analystPassword, access: 'reader' },
			]);
		} finally {
			await pool.end();
		}

		log('Starting the sandbox …');
		const sandbox = await startSandbox({
			port: settings.sandboxPort,
			token: secrets.sandboxToken,
			stateFile: join(settings.dataDir, 'sandbox.json'),
		});
		undo.push(() => sandbox.close());
		signal.throwIfAborted();
		const jarvisUrl = settings.jarvisUrl ?? `${sandbox.url}/jarvis`;
		const telegram = settings.telegram ?? {
			token: '1:sandbox',
			chatId: '1',
			baseUrl: `${sandbox.url}/telegram`,
		};

		const env = {
			...n8nEnvironment(settings, secrets, {
				...postgres,
				port: detours.n8nDatabasePort ?? postgres.port,
			}),
			...detours.n8nEnvironment,
		};
		const sandboxUrl = detours.amoCrmPort ? `http://127.0.0.1:${detours.amoCrmPort}` : sandbox.url;
		installPackage(join(settings.dataDir, 'n8n'));
		const workflows = shippedWorkflows().map((workflow) =>
			withSettings(workflow, {
				jarvisUrl,
				telegramChatId: telegram.chatId,
				...systemSettings({ ...noSystems, ...settings.systems }),
			}),
		);
		await importIntoN8n({
			dataDir: settings.dataDir,
			n8n: (args) => runN8nCommand(args, env),
			n8nDatabaseUrl: postgres.url(n8nDatabase),
			credentials: credentialsToImport(
				settings,
				{ url: sandboxUrl, token: secrets.sandboxToken },
				{
					host: postgres.host,
					port: detours.eventsDatabasePort ?? postgres.port,
					user: n8nRole,
					password: secrets.n8nDatabasePassword,
					database: dataDatabase,
					ssl: 'disable',
				},
				telegram,
			),
			workflows,
			log,
		});

		signal.throwIfAborted();
		log('Starting n8n …');
		const owner: Owner = { email: ownerEmail, password: secrets.ownerPassword };
		const n8nUrl = `http://127.0.0.1:${settings.n8nPort}`;
		const launch = async (): Promise<{ process: N8nProcess; rest: N8nRest }> => {
			const process = await startN8n(env, settings.n8nPort, join(settings.dataDir, 'n8n.log'));
			try {
				const rest = await connectToN8n(n8nUrl, owner);
				await publishImported(rest, workflows, settings.dataDir);
				return { process, rest };
			} catch (error) {
				await process.stop();
				throw error;
			}
		};
		let n8n = await launch();
		undo.push(() => n8n.process.stop());
		const webhook = await waitForWebhookUrl(postgres.url(n8nDatabase));

		const factsFile = join(settings.dataDir, 'stack.json');
		const facts = (): StackFacts => ({
			n8n: { url: n8nUrl, ...owner, pid: n8n.process.pid },
			sandbox: settings.account ? null : { url: sandbox.url, token: secrets.sandboxToken },
			postgres: {
				url: postgres.url(dataDatabase),
				analystUrl: withLogin(postgres.url(dataDatabase), analystRole, secrets.analystPassword),
				n8nUrl: postgres.url(n8nDatabase),
				pid: postgres.pid,
			},
			webhookUrl: webhook,
			jarvisUrl,
			dataDir: settings.dataDir,
		});
		const writeFacts = () =>
			writeFileSync(factsFile, JSON.stringify(facts(), null, '\t'), { mode: 0o600 });
		writeFacts();
		undo.push(async () => rmSync(factsFile, { force: true }));

		return {
			facts,
			n8nEnvironment: env,
			get postgres() {
				return postgres;
			},
			get n8n() {
				return n8n.process;
			},
			async restartN8n() {
				// One that still runs would answer in the name of the new one, which could not have its port.
				await n8n.process.stop();
				n8n = await launch();
				writeFacts();
			},
			async restartPostgres() {
				postgres = await startPostgres(postgresOptions);
				writeFacts();
			},
			stop: stopAll,
		};
	} catch (error) {
		await stopAll();
		throw error;
	}
}
