import { randomUUID } from 'node:crypto';
import { claim } from '../../src/inbox/claim';
import { complete } from '../../src/inbox/complete';
import { deliveryRows } from '../../src/inbox/enqueue';
import { migrate } from '../../src/inbox/migrate';
import { createPool } from '../../src/inbox/pool';
import {
	batchSize,
	insertingConnections,
	insertingInParallel,
	workingInParallel,
	type Contender,
} from './contender';
import { delivery, groupsOf, storeGroups } from './ourEvents';

const queue = 'bench';

export async function startOurs(connectionString: string): Promise<Contender> {
	await migrate({ connectionString });
	const pool = createPool({ connectionString, maxConnections: insertingConnections });
	const read = (numbers: readonly number[]) => numbers.map((number) => delivery(queue, number));
	return {
		insertSingly: (numbers) =>
			insertingInParallel(read(numbers), (one) => storeGroups(pool, [[deliveryRows(one)]])),
		insertInBulk: (numbers) => storeGroups(pool, groupsOf(read(numbers))),
		workOff: (count) =>
			workingInParallel(count, async () => {
				const lease = randomUUID();
				const events = await claim(pool, {
					...{ queue, limit: batchSize, lease, leaseSeconds: 60, maxAttempts: 3 },
					preferSolo: false,
				});
				const ids = events.map(({ eventId }) => eventId);
				return ids.length === 0 ? 0 : complete(pool, ids, lease);
			}),
		analyze: async () => void (await pool.query('analyze')),
		stop: () => pool.end(),
	};
}
