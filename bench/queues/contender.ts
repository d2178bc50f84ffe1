export const queueNames = ['ours', 'graphile-worker', 'pg-boss'] as const;
export type QueueName = (typeof queueNames)[number];

export const bulkSize = 1000;
/** Of 250 jobs, as the trigger claims. */
export const batchSize = 250;
export const insertingConnections = 10;
export const workers = 4;

/** A queue with a database of its own. */
export interface Contender {
	insertSingly(numbers: readonly number[]): Promise<void>;
	insertInBulk(numbers: readonly number[]): Promise<void>;
	/** Takes and completes `count` jobs that do nothing. */
	workOff(count: number): Promise<void>;
	/** Lets the planner know what is in the tables. */
	analyze(): Promise<void>;
	stop(): Promise<void>;
}

/** Works through the items with as many at a time as there are connections to insert with. */
export async function insertingInParallel<Item>(
	items: readonly Item[],
	insert: (item: Item) => Promise<unknown>,
): Promise<void> {
	let next = 0;
	const lane = async (): Promise<void> => {
		for (let item = items[next++]; item !== undefined; item = items[next++]) await insert(item);
	};
	await Promise.all(Array.from({ length: insertingConnections }, lane));
}

/** Runs `takeBatch` in all workers until `count` jobs were taken; it answers how many it took. */
export async function workingInParallel(
	count: number,
	takeBatch: () => Promise<number>,
): Promise<void> {
	let done = 0;
	const worker = async (): Promise<void> => {
		while (done < count) {
			const taken = await takeBatch();
			done += taken;
			if (taken === 0 && done < count) await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};
	await Promise.all(Array.from({ length: workers }, worker));
}

export const chunks = <Item>(
	items: readonly Item[],
	size: number,
): ReadonlyArray<readonly Item[]> =>
	Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
		items.slice(i * size, (i + 1) * size),
	);
