import { readFileSync } from 'node:fs';
import { eventually } from '../../support/eventually';
import type { Member, QueueStack } from './queueStack';

/** An update of one lead; `version` makes it another event of the same lead. */
export const leadUpdate = (id: number, version = 0): string =>
	`leads[update][0][id]=${id}&leads[update][0][updated_at]=${1_748_268_812 + version}`;

const clients = 8;

/** Sends each body until somebody takes it, as amoCRM does; the receivers take turns. */
export async function sendAll(
	{ postTo }: QueueStack,
	receivers: readonly string[],
	bodies: readonly string[],
): Promise<void> {
	let next = 0;
	const client = async (): Promise<void> => {
		while (next < bodies.length) {
			const index = next;
			next += 1;
			await eventually(`event ${index} is taken`, async () => {
				const base = receivers[index % receivers.length] ?? '';
				return (await postTo(base, bodies[index] ?? '')) === 200;
			});
		}
	};
	await Promise.all(Array.from({ length: clients }, client));
}

/** How many events of these leads are in each state. */
export async function states(
	{ pool }: QueueStack,
	leadIds: readonly number[],
): Promise<Readonly<Record<string, number>>> {
	const { rows } = await pool.query<{ status: string; n: number }>(
		`select status, count(*)::int as n from amocrm_webhook_events
		 where event_type = 'lead.update' and amocrm_entity_id = any($1) group by status`,
		[leadIds.map(String)],
	);
	return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

/** Waits until a batch with an event of these leads is handed out. */
export const runBegun = (stack: QueueStack, leadIds: readonly number[]) =>
	eventually('a batch is in a run', async () => {
		return ((await states(stack, leadIds))['processing'] ?? 0) > 0;
	});

/** Waits until all `count` events of these leads are processed; answers how many seconds that took. */
export async function allProcessed(
	stack: QueueStack,
	leadIds: readonly number[],
	count: number,
	withinSeconds: number,
): Promise<number> {
	const begun = Date.now();
	const what = `${count} events are processed`;
	const check = async (): Promise<true> => {
		const found = await states(stack, leadIds);
		if (found['processed'] === count && Object.keys(found).length === 1) return true;
		throw new Error(JSON.stringify(found));
	};
	await eventually(what, check, withinSeconds);
	return (Date.now() - begun) / 1000;
}

const numbered = (log: string, pattern: RegExp): readonly string[] =>
	[...log.matchAll(pattern)].map(([, id]) => id ?? '');

/** The ids of the executions that a worker began and ended, from its log. */
export function executionsOf({ logFile }: Member): {
	readonly begun: readonly string[];
	readonly ended: readonly string[];
} {
	const log = readFileSync(logFile, 'utf8');
	return {
		begun: numbered(log, /Worker started execution (\d+)/g),
		ended: numbered(log, /Worker finished execution (\d+)/g),
	};
}
