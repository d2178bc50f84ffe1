import type { Pool } from 'pg';
import { keyHash, loadEndpoints } from '../src/inbox/endpoints';
import type { Log } from '../src/inbox/types';
import type { Endpoint } from '../src/webhook/endpoint';

/** A new filter of a trigger holds here after this time. */
const lifeMs = 10_000;
/** Strangers with made-up keys cost the database one query a second, not one each. */
const shortestLifeMs = 1_000;

export interface EndpointDirectory {
	/** The trigger with this key; null for a stranger. Rejects while the database has never answered. */
	find(key: string): Promise<Endpoint | null>;
	/** How many triggers are known; null while the database has never answered. */
	size(): number | null;
}

/** The published triggers, remembered: while the database is away, the last answer holds. */
export function endpointDirectory(pool: Pool, log: Log): EndpointDirectory {
	let known: ReadonlyMap<string, Endpoint> | null = null;
	/** Of `performance.now()`: a clock set back must not keep new triggers unknown. */
	let loadedAt = -Infinity;
	let loading: Promise<void> | null = null;

	const tellUnreadable = (queue: string): void =>
		log.error(
			`Receiver: the trigger of queue "${queue}" has settings that cannot be read: publish it again`,
		);

	const load = (): Promise<void> => {
		loading ??= loadEndpoints(pool, tellUnreadable)
			.then((endpoints) => {
				known = endpoints;
			})
			.finally(() => {
				loadedAt = performance.now();
				loading = null;
			});
		return loading;
	};
	const refresh = (): void => {
		load().catch((error: unknown) => log.warn(`Receiver: the triggers were not read: ${error}`));
	};

	return {
		size: () => known?.size ?? null,
		async find(key) {
			// Looked up by hash, so the time it takes says nothing about the key.
			const hash = keyHash(key);
			const age = performance.now() - loadedAt;
			if (known === null) await load();
			else if (age > shortestLifeMs && !known.has(hash)) await load();
			else if (age > lifeMs) refresh();
			return known?.get(hash) ?? null;
		},
	};
}
