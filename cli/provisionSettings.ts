import type { Login } from '../src/inbox/access';
import type { DataDatabase, RealAccount, TelegramBot } from '../src/provision/credentials';
import type { Owner } from '../src/provision/n8nSession';
import { systemsOf, type Systems } from '../src/provision/systems';
import { telegramBot } from '../src/provision/telegramBot';
import type { Io } from './io';

type Environment = Io['env'];

export interface ImportSettings {
	/** Where this installation remembers what it has put into n8n. */
	readonly dataDir: string;
	/** The owner of the tables: for migrations. */
	readonly databaseUrl: string;
	/** What n8n works with: a role that writes through functions only, when it has a password. */
	readonly database: DataDatabase;
	readonly logins: readonly Login[];
	readonly n8nDatabaseUrl: string;
	readonly schema: string;
	/** Null is the sandbox. */
	readonly account: RealAccount | null;
	readonly sandbox: { readonly url: string; readonly token: string };
	readonly jarvisUrl: string | null;
	readonly telegram: TelegramBot | null;
	readonly systems: Systems;
	readonly queue: { readonly processes: number };
	/** The whole address that amoCRM is given instead of n8n's own. */
	readonly webhookUrl: string | null;
}

export interface PublishSettings {
	readonly dataDir: string;
	readonly n8nDatabaseUrl: string;
	/** Without a slash at the end. */
	readonly n8nUrl: string;
	readonly owner: Owner;
}

function required(env: Environment, name: string): string {
	const value = env[name];
	if (!value) throw new Error(`Set ${name}: docs/guides/docker.md says what it is.`);
	return value;
}

function databaseOf(name: string, text: string): DataDatabase {
	if (!URL.canParse(text)) throw new Error(`${name} is not an address: postgres://user:password@…`);
	const url = new URL(text);
	const tls = url.searchParams.get('sslmode') ?? 'disable';
	return {
		host: url.hostname,
		port: Number(url.port || 5432),
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password),
		database: decodeURIComponent(url.pathname.slice(1)),
		ssl: tls === 'require' || tls.startsWith('verify') ? 'require' : 'disable',
	};
}

function accountOf(env: Environment): RealAccount | null {
	const { AMOCRM_SUBDOMAIN: subdomain, AMOCRM_ACCESS_TOKEN: accessToken } = env;
	if (subdomain && accessToken) {
		return { subdomain, accessToken, domain: env['AMOCRM_DOMAIN'] || 'amocrm.ru' };
	}
	if (!subdomain && !accessToken && env['AMOCRM_SANDBOX_TOKEN']) return null;
	throw new Error(
		'Set AMOCRM_SUBDOMAIN and AMOCRM_ACCESS_TOKEN for a real account, or neither of them and AMOCRM_SANDBOX_TOKEN for the sandbox.',
	);
}

const roles = { writer: 'amocrm_n8n', reader: 'amocrm_analyst' } as const;

function loginsOf(env: Environment): readonly Login[] {
	const { AMOCRM_WRITER_PASSWORD: writer, AMOCRM_READER_PASSWORD: reader } = env;
	return [
		...(writer ? [{ name: roles.writer, password: writer, access: 'writer' as const }] : []),
		...(reader ? [{ name: roles.reader, password: reader, access: 'reader' as const }] : []),
	];
}

function processesOf(env: Environment): number {
	const text = env['AMOCRM_PROCESSES'] || '1';
	const processes = Number(text);
	if (Number.isInteger(processes) && processes > 0) return processes;
	throw new Error(
		`AMOCRM_PROCESSES is "${text}": give the number of n8n workers plus one, or 1 without workers.`,
	);
}

export function importSettings(env: Environment): ImportSettings {
	const databaseUrl = required(env, 'DATABASE_URL');
	const account = accountOf(env);
	const logins = loginsOf(env);
	const writer = logins.find(({ access }) => access === 'writer');
	const owner = databaseOf('DATABASE_URL', databaseUrl);
	return {
		dataDir: required(env, 'AMOCRM_DATA_DIR'),
		databaseUrl,
		database: writer ? { ...owner, user: writer.name, password: writer.password } : owner,
		logins,
		telegram: telegramBot(env),
		systems: systemsOf(env),
		queue: { processes: processesOf(env) },
		n8nDatabaseUrl: required(env, 'N8N_DATABASE_URL'),
		schema: env['AMOCRM_SCHEMA'] || 'public',
		account,
		sandbox: {
			url: env['AMOCRM_SANDBOX_URL'] || 'http://127.0.0.1:8090',
			token: env['AMOCRM_SANDBOX_TOKEN'] || '',
		},
		jarvisUrl: env['AMOCRM_JARVIS_URL'] || null,
		// The sandbox runs beside n8n and cannot reach the public name: it is given n8n's own address.
		webhookUrl: account ? env['AMOCRM_WEBHOOK_URL'] || null : null,
	};
}

export const publishSettings = (env: Environment): PublishSettings => ({
	dataDir: required(env, 'AMOCRM_DATA_DIR'),
	n8nDatabaseUrl: required(env, 'N8N_DATABASE_URL'),
	n8nUrl: required(env, 'N8N_URL').replace(/\/+$/, ''),
	owner: {
		email: required(env, 'N8N_OWNER_EMAIL'),
		password: required(env, 'N8N_OWNER_PASSWORD'),
	},
});
