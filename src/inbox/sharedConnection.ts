import type { Pool, PoolClient } from 'pg';

interface Taken {
	readonly client: Promise<PoolClient>;
	users: number;
	problem?: Error;
}

/** Runs `work` on the connection; several at once, as a pool of `createPool` sends in pipeline mode. */
export type SharedConnection = <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>;

/**
 * One connection of the pool for all who come while it is in use: their statements run in the order they
 * were sent, the next without waiting for us to read the answer before. Back in the pool when nobody uses it.
 */
export function sharedConnection(pool: Pool): SharedConnection {
	let current: Taken | null = null;
	return async (work) => {
		const taken = (current ??= { client: pool.connect(), users: 0 });
		taken.users += 1;
		const leave = (): void => {
			if (current === taken) current = null;
		};
		try {
			return await work(await taken.client);
		} catch (error) {
			taken.problem = error instanceof Error ? error : new Error(String(error));
			leave();
			throw error;
		} finally {
			taken.users -= 1;
			if (taken.users === 0) {
				leave();
				// A connection whose answer did not come is closed: its answer would go to the next caller.
				await taken.client.then(
					(client) => client.release(taken.problem),
					() => undefined, // `work` was told
				);
			}
		}
	};
}
