import { resolve, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RealAccount, TelegramBot } from '../src/provision/credentials';
import type { Environment } from '../src/provision/environment';
import { systemsOf, type Systems } from '../src/provision/systems';
import { repositoryRoot } from './paths';
import { telegramBot } from '../src/provision/telegramBot';
import { Refusal } from './refusal';

/** n8n's queue mode: executions run in workers, which share Redis with the main process. */
export interface QueueSettings {
	readonly redisPort: number;
	/** Processes that call amoCRM: the workers and the main one. */
	readonly processes: number;
}

export interface StackSettings {
	/** Everything the stack keeps: databases, n8n's folder, secrets, `stack.json`. */
	readonly dataDir: string;
	readonly n8nPort: number;
	readonly postgresPort: number;
	readonly sandboxPort: number;
	/** The address amoCRM can reach n8n at; needed with a real account. */
	readonly publicUrl: string | null;
	/** Where events are forwarded; null is the sandbox's own Jarvis receiver. */
	readonly jarvisUrl: string | null;
	/** Where alarms go; left out, the sandbox's own Telegram receiver. */
	readonly telegram?: TelegramBot | null;
	/** What is left out lets nobody in and does nothing. */
	readonly systems?: Partial<Systems>;
	/** Null means: talk to the sandbox. */
	readonly account: RealAccount | null;
	/** Absent means: one n8n process does everything. */
	readonly queue?: QueueSettings;
}

function port(name: string, text: string | undefined, fallback: number): number {
	if (text === undefined || text === '') return fallback;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1 || value > 65_535) {
		throw new Refusal(`${name} is "${text}", but a port is a whole number from 1 to 65535.`);
	}
	return value;
}

function realAccount(env: Environment): RealAccount | null {
	const { AMOCRM_SUBDOMAIN: subdomain, AMOCRM_ACCESS_TOKEN: accessToken } = env;
	if (!subdomain && !accessToken) return null;
	if (!subdomain || !accessToken) {
		throw new Refusal(
			'For a real account set both AMOCRM_SUBDOMAIN and AMOCRM_ACCESS_TOKEN; set neither for the sandbox.',
		);
	}
	return { subdomain, domain: env['AMOCRM_DOMAIN'] || 'amocrm.ru', accessToken };
}

function orRefuse<T>(read: (env: Environment) => T, env: Environment): T {
	try {
		return read(env);
	} catch (error) {
		throw new Refusal((error as Error).message);
	}
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				'data-dir': { type: 'string' },
				'n8n-port': { type: 'string' },
				'postgres-port': { type: 'string' },
				'sandbox-port': { type: 'string' },
			},
		}).values;
	} catch (error) {
		throw new Refusal(`${(error as Error).message} See README.md, "Settings".`);
	}
}

/** Command line before environment before defaults; the environment includes `.env` (see `.env.example`). */
export function readSettings(args: readonly string[], env: Environment): StackSettings {
	const values = parse(args);
	const dataDir = values['data-dir'] ?? (env['AMOCRM_DATA_DIR'] || join(repositoryRoot, '.data'));
	return {
		dataDir: resolve(dataDir),
		n8nPort: port('AMOCRM_N8N_PORT', values['n8n-port'] ?? env['AMOCRM_N8N_PORT'], 5678),
		postgresPort: port(
			'AMOCRM_POSTGRES_PORT',
			values['postgres-port'] ?? env['AMOCRM_POSTGRES_PORT'],
			54_329,
		),
		sandboxPort: port(
			'AMOCRM_SANDBOX_PORT',
			values['sandbox-port'] ?? env['AMOCRM_SANDBOX_PORT'],
			8090,
		),
		publicUrl: env['AMOCRM_PUBLIC_URL'] || null,
		jarvisUrl: env['AMOCRM_JARVIS_URL'] || null,
		telegram: orRefuse(telegramBot, env),
		systems: orRefuse(systemsOf, env),
		account: realAccount(env),
	};
}
