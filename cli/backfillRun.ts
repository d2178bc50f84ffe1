import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { readProgress, type Progress } from '../src/backfill/progress';
import { runBackfill } from '../src/backfill/runBackfill';
import { createSteps, takeTurn } from '../src/backfill/steps';
import { backfillAccount } from './backfillAccount';
import { progressText } from './backfillText';
import type { Io } from './io';

export interface RunOptions {
	readonly requestsPerSecond: number;
	readonly isJson: boolean;
}

/** Two lines a second would bury what matters. */
const lineEveryMs = 2000;

function tell(
	progress: Progress,
	{ isJson }: RunOptions,
	io: Io,
	waitSeconds: number | null,
): void {
	if (isJson) {
		io.stdout.write(`${JSON.stringify({ ...progress, wait_seconds: waitSeconds })}\n`);
		return;
	}
	const wait = waitSeconds === null ? '' : `; waits ${waitSeconds} s: ${progress.last_error ?? ''}`;
	io.stdout.write(`${progressText(progress)}${wait}\n`);
}

function ended(progress: Progress, options: RunOptions, io: Io): number {
	tell(progress, options, io, null);
	const { id, state, last_error: reason } = progress;
	if (state === 'done') {
		if (!options.isJson) io.stdout.write(`Import ${id} is done.\n`);
		return 0;
	}
	const resume = `Go on with: amocrm-pipeline backfill resume ${id}`;
	io.stderr.write(
		state === 'stopped'
			? `Import ${id} was stopped: ${reason ?? 'without a reason'}\n${resume}\n`
			: state === 'cancelled'
				? `Import ${id} was cancelled. What was stored stays.\n`
				: `Import ${id} is open, and another run works on it: amocrm-pipeline backfill status\n`,
	);
	return 1;
}

async function runOn(client: PoolClient, id: string, options: RunOptions, io: Io): Promise<number> {
	const stop = new AbortController();
	const { signal } = stop;
	const account = backfillAccount(io.env, options.requestsPerSecond, signal);
	const progress = async (): Promise<Progress> => {
		const [row] = await readProgress(client, { id });
		if (!row) throw new Error(`Import ${id} is not there any more.`);
		return row;
	};
	let toldAt = -Infinity;
	const interrupt = (): void => stop.abort();
	process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
	try {
		await runBackfill({
			...account,
			steps: createSteps(client, `cli ${randomUUID()}`),
			signal,
			sleep: async (milliseconds) => {
				const early = new AbortController();
				await Promise.race([
					pause(milliseconds, undefined, { signal: early.signal }).catch(() => undefined),
					once(signal, 'abort', { signal: early.signal }).catch(() => undefined),
				]);
				early.abort();
			},
			onStep: async (waitSeconds) => {
				if (waitSeconds === null && performance.now() - toldAt < lineEveryMs) return;
				toldAt = performance.now();
				tell(await progress(), options, io, waitSeconds);
			},
		});
		if (signal.aborted) {
			await client.query(`select amocrm_end_backfill($1, 'stopped', 'interrupted')`, [id]);
		}
		return ended(await progress(), options, io);
	} finally {
		process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
	}
}

/**
 * Works on an import until it ends. `open` gives its number; it is called when no other process works on
 * one. Exit code 0 when it is done.
 */
export async function runImport(
	pool: Pool,
	open: (client: PoolClient) => Promise<string>,
	options: RunOptions,
	io: Io,
): Promise<number> {
	// Before anything is opened that could not go on.
	backfillAccount(io.env, options.requestsPerSecond, new AbortController().signal);
	const client = await pool.connect();
	try {
		if (!(await takeTurn(client))) {
			io.stderr.write(
				'Another process works on an import: amocrm-pipeline backfill status, or backfill cancel\n',
			);
			return 1;
		}
		return await runOn(client, await open(client), options, io);
	} finally {
		// Closed, not given back: the lock ends with the connection.
		client.release(true);
	}
}
