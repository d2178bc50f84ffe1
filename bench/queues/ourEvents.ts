import type { Pool } from 'pg';
import { deliveryRows, enqueueRows, type DeliveryRows } from '../../src/inbox/enqueue';
import { sharedConnection } from '../../src/inbox/sharedConnection';
import type { Delivery } from '../../src/inbox/types';
import { readWebhook } from '../../src/webhook/readWebhook';
import { leadStatusBody } from '../load/leadStatusBody';

/** Leads that the sandbox does not have: nobody asks for them. */
const firstLead = 300_000_000;
const inOneStatement = 1000;

/** A webhook as the trigger reads it, about a lead of its own. */
export function delivery(queue: string, number: number): Delivery {
	const { delivery: read } = readWebhook(
		Buffer.from(leadStatusBody(firstLead + number, number)),
		{},
		{
			queue,
			account: null,
			bodyLimitBytes: 1_000_000,
			dedupeWindowSeconds: 86_400,
			events: [],
			pipelines: [],
			statuses: [],
			ignoreOwnChanges: false,
		},
	);
	if (!read) throw new Error('the body was refused');
	return read;
}

/** Groups for one statement each, read beforehand: only storing is to be timed. */
export function groupsOf(deliveries: readonly Delivery[]): ReadonlyArray<readonly DeliveryRows[]> {
	const rows = deliveries.map(deliveryRows);
	const count = Math.ceil(rows.length / inOneStatement);
	return Array.from({ length: count }, (_, i) =>
		rows.slice(i * inOneStatement, (i + 1) * inOneStatement),
	);
}

const patienceMs = 60_000;

export async function storeGroups(
	pool: Pool,
	groups: ReadonlyArray<readonly DeliveryRows[]>,
): Promise<void> {
	const connection = sharedConnection(pool);
	for (const [first, ...others] of groups) {
		if (first) await enqueueRows(connection, [first, ...others], performance.now() + patienceMs);
	}
}

export async function storePending(pool: Pool, queue: string, count: number): Promise<void> {
	const deliveries = Array.from({ length: count }, (_, i) => delivery(queue, i));
	await storeGroups(pool, groupsOf(deliveries));
}
