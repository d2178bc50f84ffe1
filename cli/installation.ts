import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../src/provision/environment';

/** What `doctor` looks at; null where nothing is configured. */
export interface Installation {
	readonly databaseUrl: string | null;
	readonly schema: string;
	readonly n8nUrl: string | null;
	/** n8n's own database, which says whether an activation has failed for good. */
	readonly n8nDatabaseUrl: string | null;
	readonly amoCrm: {
		/** `domain` and `subdomain` as typed, for `accountBaseUrl`; most commands never need the account. */
		readonly account: Readonly<Record<string, string>>;
		readonly accessToken: string;
	} | null;
	/** Part of the webhook URLs that belong to this installation. */
	readonly webhookHost: string | null;
	readonly jarvisUrl: string | null;
	/** The sandbox answers for amoCRM: no address needs to be public. */
	readonly isSandbox: boolean;
}

interface StackFile {
	readonly n8n: { readonly url: string };
	readonly sandbox: { readonly url: string; readonly token: string } | null;
	readonly postgres: { readonly url: string; readonly n8nUrl: string };
	readonly jarvisUrl: string;
}

function runningStack(env: Environment): StackFile | null {
	const file = join(env['AMOCRM_DATA_DIR'] || '.data', 'stack.json');
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackFile) : null;
}

/** From the environment; what it does not say comes from a running `npm start`. */
export function findInstallation(env: Environment): Installation {
	const stack = runningStack(env);
	const n8nUrl = env['N8N_URL'] ?? stack?.n8n.url ?? null;
	const { AMOCRM_SUBDOMAIN: subdomain, AMOCRM_ACCESS_TOKEN: accessToken } = env;
	const real =
		subdomain && accessToken
			? {
					account: { domain: env['AMOCRM_DOMAIN'] || 'amocrm.ru', subdomain },
					accessToken,
				}
			: null;
	const sandbox = stack?.sandbox
		? {
				account: { domain: 'sandbox', sandboxUrl: stack.sandbox.url },
				accessToken: stack.sandbox.token,
			}
		: null;
	// In a container n8n's own address is not the one that amoCRM knows.
	const publicUrl = env['AMOCRM_PUBLIC_URL'] || env['AMOCRM_WEBHOOK_URL'] || n8nUrl;
	return {
		databaseUrl: env['DATABASE_URL'] ?? stack?.postgres.url ?? null,
		schema: env['AMOCRM_SCHEMA'] || 'public',
		n8nUrl,
		n8nDatabaseUrl: env['N8N_DATABASE_URL'] ?? stack?.postgres.n8nUrl ?? null,
		amoCrm: real ?? sandbox,
		webhookHost: publicUrl && URL.canParse(publicUrl) ? new URL(publicUrl).host : null,
		jarvisUrl: env['AMOCRM_JARVIS_URL'] || (stack?.jarvisUrl ?? null),
		isSandbox: real === null && sandbox !== null,
	};
}
