import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../src/inbox/types';
import { urlOf } from './address';
import { gatherMetrics } from './processMetrics';

/** One that ends at once would otherwise be started hundreds of times a second. */
const restartPauseMs = 1_000;

interface Processes {
	readonly count: number;
	readonly log: Log;
	/** All of them take calls. */
	readonly onListening: (url: string) => void;
}

/**
 * Runs this program `count` times on one port, with its own arguments, and starts anew what ends. SIGTERM and
 * SIGINT end them in order. Resolves with the exit code: that of a process which could not start at all, else 0.
 */
export async function runProcesses({ count, log, onListening }: Processes): Promise<number> {
	let isStopping = false;
	let listening = 0;
	gatherMetrics();
	cluster.on('listening', (_worker, { address, port }) => {
		listening += 1;
		if (listening === count) onListening(urlOf(address, port));
	});

	const keepRunning = async (): Promise<number> => {
		for (;;) {
			const worker = cluster.fork();
			const [code, signal] = (await once(worker, 'exit')) as [number | null, string | null];
			if (isStopping) return 0;
			// A taken port or a wrong option: all would fail the same way, and it has said so itself.
			if (listening < count) return code || 1;
			log.error(`Receiver: a process ended (${signal ?? code}); another one is started`);
			await pause(restartPauseMs);
			if (isStopping) return 0;
		}
	};
	const stop = (): void => {
		isStopping = true;
		const workers: readonly Worker[] = Object.values(cluster.workers ?? {}).filter(
			(worker) => worker !== undefined,
		);
		for (const worker of workers) worker.process.kill('SIGTERM');
	};
	process.once('SIGTERM', stop).once('SIGINT', stop);
	const running = Array.from({ length: count }, async () => {
		const code = await keepRunning();
		if (!isStopping) stop();
		return code;
	});
	return Math.max(...(await Promise.all(running)));
}
