import { Client } from 'pg';
import { accountBaseUrl } from '../src/client/accountUrl';
import { AmoCrmError } from '../src/client/errors';
import { redact } from '../src/client/redact';
import { createClient } from '../src/client/send';
import { schemaState } from '../src/inbox/schemaState';
import { messageOf } from '../src/messageOf';
import { healthFinding, type HealthLine } from './doctorHealth';
import { refusedToken, tokenFinding, type Account } from './doctorToken';
import { fetchTransport } from './fetchTransport';
import type { Installation } from './installation';

export interface Finding {
	readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
	readonly text: string;
	/** What to do about it. */
	readonly fix?: string;
}

export type Check = (installation: Installation) => Promise<Finding>;

const ok = (text: string): Finding => ({ state: 'ok', text });
const failed = (text: string, fix: string): Finding => ({ state: 'failed', text, fix });
const skipped = (text: string, fix: string): Finding => ({ state: 'skipped', text, fix });

/** Ends a query that waits for a lock, or for a server that is gone, instead of waiting with it. */
export async function withClient<T>(
	url: string,
	use: (client: Client) => Promise<T>,
	queryTimeoutMs = 10_000,
): Promise<T> {
	const client = new Client({
		connectionString: url,
		connectionTimeoutMillis: 5000,
		query_timeout: queryTimeoutMs,
	});
	// Without a listener a connection that breaks between two queries ends the process.
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}

const database: Check = async ({ databaseUrl }) => {
	if (!databaseUrl) return skipped('no address', 'set DATABASE_URL');
	const { rows } = await withClient(databaseUrl, (client) => client.query('show server_version'));
	return ok(`PostgreSQL ${rows[0].server_version}`);
};

const schema: Check = async ({ databaseUrl, schema: name }) => {
	if (!databaseUrl) return skipped('no address', 'set DATABASE_URL');
	const { installed, wanted } = await withClient(databaseUrl, (client) =>
		schemaState(client, name),
	);
	if (installed === wanted) return ok(`version ${installed}`);
	if (installed < wanted) {
		return failed(`version ${installed}, this package needs ${wanted}`, 'amocrm-pipeline migrate');
	}
	return failed(
		`version ${installed} is newer than this package (${wanted})`,
		'install a newer n8n-nodes-amocrm-pipeline',
	);
};

const health =
	(line: HealthLine): Check =>
	async ({ databaseUrl, schema: name }) => {
		if (!databaseUrl) return skipped('no address', 'set DATABASE_URL');
		return await withClient(databaseUrl, async (client) => {
			await client.query(`select set_config('search_path', quote_ident($1), false)`, [name]);
			return await healthFinding(client, line);
		});
	};

/** Of n8n's database: there a missing table is none that `migrate` would make. */
export const notOfN8n = (error: unknown): Finding =>
	failed(explainFailure(error).text, 'N8N_DATABASE_URL must name the database of n8n itself');

const n8n: Check = async ({ n8nUrl, n8nDatabaseUrl }) => {
	if (!n8nUrl) return skipped('no address', 'set N8N_URL');
	const { status } = await fetch(new URL('/healthz/readiness', n8nUrl), {
		signal: AbortSignal.timeout(5000),
	});
	if (status !== 200) return failed(`not ready (HTTP ${status})`, 'look into the log of n8n');
	if (!n8nDatabaseUrl) return ok('ready');
	const found = await withClient(n8nDatabaseUrl, (client) =>
		client.query<{ name: string }>(
			`select distinct w.name from workflow_publication_trigger_status s
			join workflow_entity w on w.id = s."workflowId" where s.status = 'failed'`,
		),
	).catch(notOfN8n);
	if ('state' in found) return found;
	const { rows } = found;
	if (rows.length === 0) return ok('ready, no failed activation');
	const names = rows.map(({ name }) => `"${name}"`).join(', ');
	return failed(
		`n8n has given up the activation of ${names}`,
		'switch the workflow off and on again; a restart of n8n does not help',
	);
};

async function read(
	{ account, accessToken }: NonNullable<Installation['amoCrm']>,
	path: string,
): Promise<unknown> {
	const baseUrl = accountBaseUrl(account);
	const transport = fetchTransport(baseUrl, accessToken);
	const client = createClient({ transport, accountKey: baseUrl });
	return (await client.send({ method: 'GET', path })).body;
}

const token: Check = async ({ amoCrm }) => {
	if (!amoCrm) return skipped('no account', 'set AMOCRM_SUBDOMAIN and AMOCRM_ACCESS_TOKEN');
	const { accessToken } = amoCrm;
	const baseUrl = accountBaseUrl(amoCrm.account);
	const now = Date.now() / 1000;
	try {
		const account = (await read(amoCrm, '/api/v4/account')) as Account;
		return tokenFinding(accessToken, account, now);
	} catch (error) {
		throw refusedToken(error, accessToken, baseUrl, now);
	}
};

interface Webhook {
	readonly destination: string;
	readonly disabled: boolean;
	readonly settings: readonly string[];
}

const webhook: Check = async ({ amoCrm, webhookHost }) => {
	if (!amoCrm) return skipped('no account', 'set AMOCRM_SUBDOMAIN and AMOCRM_ACCESS_TOKEN');
	const body = await read(amoCrm, '/api/v4/webhooks');
	const all = (body as { _embedded?: { webhooks?: Webhook[] } } | undefined)?._embedded?.webhooks;
	const ours = (all ?? []).filter(
		({ destination }) =>
			!webhookHost || (URL.canParse(destination) && new URL(destination).host === webhookHost),
	);
	if (ours.length === 0) {
		return failed(
			'amoCRM has no webhook to this n8n',
			'publish the workflow with the AmoCRM Trigger',
		);
	}
	if (ours.some(({ disabled }) => disabled)) {
		return failed(
			'amoCRM has switched the webhook off after too many bad answers',
			'switch the workflow off and on again, which subscribes anew',
		);
	}
	return ok(`${ours.length} active, ${ours[0]?.settings.length ?? 0} event kinds`);
};

const jarvis: Check = async ({ jarvisUrl }) => {
	if (!jarvisUrl) return skipped('no address', 'set AMOCRM_JARVIS_URL');
	const { status } = await fetch(`${jarvisUrl}/health`, { signal: AbortSignal.timeout(5000) });
	if (status >= 200 && status < 300) return ok('healthy');
	return failed(`GET /health answers HTTP ${status}`, 'look into the log of Jarvis');
};

/** In the order in which one failure explains the next. */
export const checks: ReadonlyArray<readonly [string, Check]> = [
	['database', database],
	['schema', schema],
	['events', health('events')],
	['runs', health('runs')],
	['budget', health('budget')],
	['n8n', n8n],
	['token', token],
	['webhook', webhook],
	['watch', health('watch')],
	['Jarvis', jarvis],
];

/** pg's words for `query_timeout`; it gives no code. */
const queryTimedOut = 'Query read timeout';

/** An unreachable part is a finding, not the end of the check-up. */
export function explainFailure(error: unknown): Finding {
	if (error instanceof AmoCrmError) return failed(error.message, error.hint);
	const cause = error instanceof Error ? (error.cause ?? error) : error;
	const code = (cause as { code?: string }).code;
	if (code === '42P01')
		return failed('the database lacks a table or a view', 'amocrm-pipeline migrate');
	// Of fetch, where it holds the whole address: somebody may have put a password into it.
	const message = redact(messageOf(cause));
	if (message === queryTimedOut) {
		return failed(
			'the database does not answer',
			'look into pg_stat_activity for what holds a lock',
		);
	}
	return failed(code && !message ? code : message, 'is it running, and is the address right?');
}
