import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { z } from 'zod';
import { timedQuery } from './timedQuery';
import type { Endpoint } from '../webhook/endpoint';

const settings = z.object({
	bodyLimitBytes: z.number().int().positive(),
	dedupeWindowSeconds: z.number().nonnegative(),
	events: z.array(z.string()),
	pipelines: z.array(z.number()),
	statuses: z.array(z.number()),
	ignoreOwnChanges: z.boolean(),
	userId: z.number().nullable(),
});

/** What is stored instead of the key: with 24 random bytes behind it, the hash gives nothing away. */
export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Lets the receiver answer in the trigger's name. Writes only when something changed. */
export async function saveEndpoint(pool: Pool, key: string, endpoint: Endpoint): Promise<void> {
	const { queue, account, ...rest } = endpoint;
	const stored: z.infer<typeof settings> = {
		...rest,
		events: [...rest.events],
		pipelines: [...rest.pipelines],
		statuses: [...rest.statuses],
		userId: account?.userId ?? null,
	};
	await pool.query('select amocrm_save_endpoint($1, $2, $3, $4)', [
		queue,
		keyHash(key),
		account?.accountId ?? null,
		JSON.stringify(stored),
	]);
}

interface Row {
	readonly queue: string;
	readonly key_hash: string;
	/** A bigint, which `pg` gives as text. */
	readonly account_id: string | null;
	readonly settings: unknown;
}

function endpointOf({ queue, account_id, settings: stored }: Row): Endpoint | null {
	const { success, data } = settings.safeParse(stored);
	if (!success) return null;
	const { userId, ...rest } = data;
	const account =
		account_id === null || userId === null ? null : { accountId: Number(account_id), userId };
	return { queue, account, ...rest };
}

/** A call waits for this when its key is unknown: the pool's 35 s would hold thousands of calls. */
const patienceMs = 1_500;

/**
 * Every published trigger by the hash of its key. One whose row cannot be read (of another version, changed by
 * hand) is left out and told: the others go on.
 */
export async function loadEndpoints(
	pool: Pool,
	onUnreadable: (queue: string) => void = () => undefined,
): Promise<ReadonlyMap<string, Endpoint>> {
	const { rows } = await pool.query<Row>(
		timedQuery('select queue, key_hash, account_id, settings from amocrm_endpoints', patienceMs),
	);
	const known = new Map<string, Endpoint>();
	for (const row of rows) {
		const endpoint = endpointOf(row);
		if (endpoint) known.set(row.key_hash, endpoint);
		else onUnreadable(row.queue);
	}
	return known;
}
