import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { messageOf } from '../messageOf';
import { claim } from './claim';
import { listen } from './listen';
import { nextDue } from './nextDue';
import type { PoolConfig } from './pool';
import { purge } from './purge';
import { runBatch } from './runBatch';
import type { ClaimedEvent, Log } from './types';
import { createWaker } from './waker';

export interface ConsumerOptions {
	readonly pool: Pool;
	/** For the connection that waits for notifications; the same database as `pool`. */
	readonly listenConfig: PoolConfig;
	readonly queue: string;
	readonly batchSize: number;
	/** Runs at the same time, 1 by default; more than one only while full batches are found. */
	readonly concurrentBatches?: number;
	/** An event that failed this often is dead. */
	readonly maxAttempts: number;
	/** Pause after the first failure; doubled with each, an hour at most. */
	readonly retrySeconds: number;
	/** How long a crashed run keeps its events; a living one extends it. */
	readonly leaseSeconds: number;
	/** A run without an end after this time has failed; 0, the default, waits for ever. */
	readonly longestRunSeconds?: number;
	/** The safety net beside notifications. */
	readonly pollSeconds?: number;
	/** Wait after a notification, so that a burst travels in one batch. */
	readonly lingerMs?: number;
	/** How long `stop` waits for the running batch before it gives the events back. */
	readonly graceMs?: number;
	/**
	 * While true, the next batch waits, five seconds at the most, and is a small one: who answers amoCRM
	 * is more pressed, and a run of many events keeps the process from answering for seconds.
	 */
	readonly giveWay?: () => boolean;
	/** Processed events older than this are removed once an hour; 0 keeps all. */
	readonly retentionDays?: number;
	/** Resolve: processed. Reject: retried later. `signal` aborts when a stop no longer waits. */
	readonly handle: (events: readonly ClaimedEvent[], signal: AbortSignal) => Promise<void>;
	readonly log: Log;
}

export interface Consumer {
	/** Claims nothing more, waits for the running batches, closes its own connection; the pool stays open. */
	stop(): Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** Between two looks that found nothing, whatever the database says is due. */
const shortestWaitMs = 100;
const purgeEveryMs = 3_600_000;
const longestGivingWayMs = 5_000;
/** Of a batch, when it begins in the middle of a burst. */
const shareInABurst = 1 / 10;

function startPurging(options: ConsumerOptions, signal: AbortSignal): void {
	const { pool, queue, retentionDays = 0, log } = options;
	if (retentionDays <= 0) return;
	const purgeNow = (): void => {
		purge(pool, queue, retentionDays, signal).then(
			(count) => count > 0 && log.info(`Inbox: ${count} old events were removed`),
			(error: unknown) => log.warn(`Inbox: old events could not be removed: ${String(error)}`),
		);
	};
	purgeNow();
	const timer = setInterval(purgeNow, purgeEveryMs);
	signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/**
 * Works off a queue until stopped. Never throws and never ends by itself: while the database is
 * away it waits and goes on. Several may work on one queue.
 */
export function startConsumer(options: ConsumerOptions): Consumer {
	const { pool, listenConfig, queue, batchSize, maxAttempts, leaseSeconds, log } = options;
	const { concurrentBatches = 1 } = options;
	const { pollSeconds = 30, lingerMs = 200, graceMs = 20_000 } = options;
	const stopped = new AbortController();
	const graceOver = new AbortController();
	const waker = createWaker();
	const stopping = createWaker();

	/** The first look after a start, and after each batch, needs no wait. */
	const waitForWork = async (): Promise<void> => {
		const due = await nextDue(pool, queue);
		const longest = pollSeconds * 1000;
		const wait = Math.min(longest, Math.max(shortestWaitMs, due ?? longest));
		const isWoken = await waker.wait(wait);
		if (isWoken && !stopped.signal.aborted) await stopping.wait(lingerMs);
	};

	/** How many events may be taken now. Each look is used: one right after it would judge no time at all. */
	const letPass = async (): Promise<number> => {
		const deadline = performance.now() + longestGivingWayMs;
		while (options.giveWay?.()) {
			if (stopped.signal.aborted || performance.now() >= deadline) {
				return Math.ceil(batchSize * shareInABurst);
			}
			await stopping.wait(shortestWaitMs);
		}
		return batchSize;
	};

	const take = async (limit: number, preferSolo: boolean) => {
		const lease = randomUUID();
		const events = await claim(pool, {
			queue,
			limit,
			lease,
			leaseSeconds,
			maxAttempts,
			preferSolo,
		});
		return {
			events,
			run: () => runBatch(events, { ...options, lease, graceOver: graceOver.signal }),
		};
	};

	/** While the main loop has a batch in hand: whether more waits than that one holds. */
	let isBehind = false;
	const helpers = new Set<Promise<void>>();

	/** Runs batches beside those of the main loop, which alone gives way to a burst and sees its end. */
	const help = async (): Promise<void> => {
		while (isBehind && !stopped.signal.aborted) {
			const { events, run } = await take(batchSize, false);
			if (events.length === 0) return;
			await run();
		}
	};

	const callHelpers = (): void => {
		while (isBehind && helpers.size < concurrentBatches - 1) {
			const helper = help()
				.catch((error: unknown) => log.warn(`Inbox: ${messageOf(error)}`)) // the main loop tries again
				.finally(() => helpers.delete(helper));
			helpers.add(helper);
		}
	};

	const work = async (): Promise<void> => {
		let pause = firstPauseMs;
		let wasSolo = false;
		while (!stopped.signal.aborted) {
			// In a burst the next look may take seconds: meanwhile no helper goes on either.
			isBehind = false;
			try {
				const { events, run } = await take(await letPass(), !wasSolo);
				wasSolo = events[0]?.solo ?? false;
				isBehind = events.length === batchSize;
				callHelpers();
				if (events.length > 0) await run();
				else await waitForWork();
				pause = firstPauseMs;
			} catch (error) {
				log.warn(
					`Inbox: the database does not answer, trying again in ${pause} ms: ${messageOf(error)}`,
				);
				await stopping.wait(pause);
				pause = Math.min(pause * 2, longestPauseMs);
			}
		}
	};

	const listener = listen({ config: listenConfig, queue, onWake: waker.wake, log });
	startPurging(options, stopped.signal);
	const finished = work();
	return {
		async stop() {
			stopped.abort();
			waker.wake();
			stopping.wake();
			const timer = setTimeout(() => graceOver.abort(), graceMs);
			await finished;
			await Promise.all(helpers);
			clearTimeout(timer);
			await listener.stop();
		},
	};
}
