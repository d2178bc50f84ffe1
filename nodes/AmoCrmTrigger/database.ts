import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import type { Pool } from 'pg';
import { migrate } from '../../src/inbox/migrate';
import { createPool, type PoolConfig } from '../../src/inbox/pool';

interface Cached {
	readonly config: PoolConfig;
	readonly readAt: number;
}

/** Reading a credential costs about a third of an answer, so a webhook process reads it once a minute. */
const credentialLifeMs = 60_000;

const configs = new Map<string, Cached>();
const pools = new Map<string, Pool>();

/** The `postgres` credential of the node, as a connection. */
export async function databaseConfig(
	context: IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	schema: string,
): Promise<PoolConfig> {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const known = configs.get(key);
	if (known && performance.now() - known.readAt < credentialLifeMs) return known.config;
	const credential = await context.getCredentials('postgres');
	const config = { ...credential, schema } as unknown as PoolConfig;
	configs.set(key, { config, readAt: performance.now() });
	return config;
}

/** One pool per distinct connection and process, shared by all triggers on it. */
export async function databasePool(
	context: IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	schema: string,
): Promise<Pool> {
	const config = await databaseConfig(context, schema);
	const key = JSON.stringify(config);
	const pool = pools.get(key) ?? createPool(config);
	pools.set(key, pool);
	return pool;
}

/** The same, with the tables made or brought up to date: at the first activation they may not be there yet. */
export async function migratedPool(
	context: IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	schema: string,
): Promise<Pool> {
	const pool = await databasePool(context, schema);
	await migrate(pool, { schema });
	return pool;
}
