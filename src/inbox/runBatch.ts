import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { messageOf } from '../messageOf';
import { complete } from './complete';
import { fail } from './fail';
import { extendLease } from './lease';
import { release } from './release';
import type { ClaimedEvent, Log } from './types';

export interface BatchOptions {
	readonly pool: Pool;
	readonly lease: string;
	readonly leaseSeconds: number;
	readonly maxAttempts: number;
	readonly retrySeconds: number;
	/** A run without an end after this time has failed; 0 waits for ever. */
	readonly longestRunSeconds?: number;
	readonly handle: (events: readonly ClaimedEvent[], signal: AbortSignal) => Promise<void>;
	/** Aborts when a stop has waited long enough: the events are given back, whatever the run does. */
	readonly graceOver: AbortSignal;
	readonly log: Log;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;
/** Longer than any restart of a database; after that the lease's end makes the events come again. */
const patienceMs = 600_000;
/** A timer set for longer fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Tries until the database takes the outcome: a run that succeeded is not to be repeated for a restart. */
async function persist(
	what: string,
	{ log, graceOver }: BatchOptions,
	write: () => Promise<unknown>,
): Promise<void> {
	const deadline = performance.now() + patienceMs;
	for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
		try {
			await write();
			return;
		} catch (error) {
			if (graceOver.aborted || performance.now() > deadline) {
				log.error(`Inbox: could not ${what}, the events come again: ${messageOf(error)}`);
				return;
			}
			log.warn(`Inbox: could not ${what}, trying again: ${messageOf(error)}`);
			await sleep(pause, undefined, { signal: graceOver }).catch(() => undefined);
		}
	}
}

function startHeartbeat({ pool, lease, leaseSeconds, log }: BatchOptions): () => void {
	let isLost = false;
	const beat = async (): Promise<void> => {
		try {
			const held = await extendLease(pool, lease, leaseSeconds);
			if (held > 0 || isLost) return;
			isLost = true;
			log.info(
				'Inbox: a run no longer holds its events: the workflow completed them itself, or the lease ended',
			);
		} catch (error) {
			log.warn(`Inbox: the lease could not be extended: ${messageOf(error)}`);
		}
	};
	const timer = setInterval(() => void beat(), (leaseSeconds * 1000) / 3);
	return () => clearInterval(timer);
}

type Outcome = 'given up' | { readonly error: string | null };

/** A run that nobody will ever report on would keep its events, and the queue behind them, for good. */
function timeLimit(seconds: number): { readonly over: Promise<Outcome>; clear(): void } {
	let timer: NodeJS.Timeout | undefined;
	const over = new Promise<Outcome>((resolve) => {
		if (seconds <= 0) return;
		const error = `no end of the run was reported within ${seconds} s`;
		const wait = Math.min(seconds * 1000, longestTimerMs);
		timer = setTimeout(() => resolve({ error }), wait);
	});
	return { over, clear: () => clearTimeout(timer) };
}

/** Hands one claimed batch out and records how it ended. Never throws. */
export async function runBatch(
	events: readonly ClaimedEvent[],
	options: BatchOptions,
): Promise<void> {
	const { pool, lease, maxAttempts, retrySeconds, handle, graceOver, log } = options;
	const stopHeartbeat = startHeartbeat(options);
	const limit = timeLimit(options.longestRunSeconds ?? 0);
	let giveUp = (): void => undefined;
	const gaveUp = new Promise<Outcome>((resolve) => {
		giveUp = () => resolve('given up');
		if (graceOver.aborted) giveUp();
		else graceOver.addEventListener('abort', giveUp, { once: true });
	});
	// Starts in a later tick, so that a handler that throws at once is a failed run like any other.
	const run = Promise.resolve()
		.then(() => handle(events, graceOver))
		.then(
			(): Outcome => ({ error: null }),
			(error: unknown): Outcome => ({ error: messageOf(error) }),
		);
	try {
		const outcome = await Promise.race([run, gaveUp, limit.over]);
		if (outcome === 'given up') {
			await persist('give the running events back', options, () => release(pool, lease));
			log.info(`Inbox: ${events.length} events of an unfinished run were given back`);
		} else if (outcome.error === null) {
			const ids = events.map(({ eventId }) => eventId);
			await persist('record a finished run', options, () => complete(pool, ids, lease));
		} else {
			const error = outcome.error;
			await persist('record a failed run', options, async () => {
				const failed = await fail(pool, { lease, error, maxAttempts, retrySeconds });
				const dead = failed.filter(({ status }) => status === 'dead');
				log.warn(`Inbox: a run of ${events.length} events failed: ${error}`);
				for (const { eventId } of dead) {
					log.error(`Inbox: event ${eventId} is dead after ${maxAttempts} attempts: ${error}`);
				}
			});
		}
	} finally {
		// The signal lives as long as the consumer: a listener left on it for each batch is a leak.
		graceOver.removeEventListener('abort', giveUp);
		limit.clear();
		stopHeartbeat();
	}
}
