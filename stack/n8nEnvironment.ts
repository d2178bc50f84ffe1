import { join } from 'node:path';
import { repositoryRoot } from './paths';
import type { StackSecrets } from './secrets';
import type { StackSettings } from './settings';

export const n8nDatabase = 'n8n';
export const dataDatabase = 'amocrm';
/** n8n's own default, which it is not left to set itself: see `DB_POSTGRESDB_STATEMENT_TIMEOUT` below. */
export const longestN8nStatement = '5min';

export interface DatabaseAddress {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
}

/** What every n8n process of a queue-mode installation has in common, beside the encryption key. */
export const queueEnvironment = (redisPort: number): Record<string, string> => ({
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(redisPort),
	// Redis that comes back after minutes must find n8n waiting; it exits after ten seconds by default.
	QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '600000',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
});

/** What differs between the processes of one machine: no two may listen on the same port. */
export const processEnvironment = (port: number): Record<string, string> => ({
	N8N_PORT: String(port),
	N8N_RUNNERS_BROKER_PORT: String(port + 1),
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	QUEUE_HEALTH_CHECK_PORT: String(port),
});

/** What n8n 2.40 needs to be quiet, fast and reachable; reasons in docs/guides/n8n-settings.md. */
export function n8nEnvironment(
	settings: StackSettings,
	secrets: StackSecrets,
	database: DatabaseAddress,
): Record<string, string> {
	const localUrl = `http://127.0.0.1:${settings.n8nPort}/`;
	return {
		NODE_ENV: 'production',
		// V8's 16 MB fill up several times in one run of the workflow: an eighth of n8n's time went into clearing them.
		NODE_OPTIONS: '--max-semi-space-size=32',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: database.host,
		DB_POSTGRESDB_PORT: String(database.port),
		DB_POSTGRESDB_DATABASE: n8nDatabase,
		DB_POSTGRESDB_USER: database.user,
		DB_POSTGRESDB_PASSWORD: database.password,
		DB_POSTGRESDB_POOL_SIZE: '8',
		// Else n8n says it to PostgreSQL before every statement of its own; the database has it instead (start.ts).
		DB_POSTGRESDB_STATEMENT_TIMEOUT: '0',
		N8N_USER_FOLDER: join(settings.dataDir, 'n8n'),
		N8N_ENCRYPTION_KEY: secrets.n8nEncryptionKey,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(settings.n8nPort),
		// Without a free port of its own for the task runner, a second n8n on the machine would not start.
		N8N_RUNNERS_BROKER_PORT: String(settings.n8nPort + 1),
		N8N_EDITOR_BASE_URL: localUrl,
		// Without it a credential's Redirect URL is not what the consent is asked with.
		EXTERNAL_HOOK_FILES: join(repositoryRoot, 'dist', 'credentials', 'redirectUrlHook.js'),
		N8N_WEBHOOK_URL: settings.publicUrl ?? localUrl,
		// The editor is served over plain HTTP on this machine: a Secure cookie would never come back.
		N8N_SECURE_COOKIE: 'false',
		// Without it every webhook call builds a V8 isolate: 41 instead of 500 answers a second.
		N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		// Asks n8n's servers every hour for a list nobody here uses, and fills the log where there is no network.
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		...(settings.queue ? queueEnvironment(settings.queue.redisPort) : {}),
		EXECUTIONS_DATA_PRUNE: 'true',
		GENERIC_TIMEZONE: process.env['GENERIC_TIMEZONE'] ?? 'Europe/Moscow',
	};
}
