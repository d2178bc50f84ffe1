import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

export interface BackfillProcess {
	/** What it wrote so far. */
	output(): string;
	/** SIGTERM, as a supervisor does. */
	stop(): void;
	/** `kill -9`. */
	kill(): Promise<void>;
	/** The exit code. */
	ended(): Promise<number | null>;
}

/** `amocrm-pipeline backfill` as a process of its own, from the built package (`npm run build`). */
export function startBackfillProcess(
	env: Readonly<Record<string, string>>,
	...args: readonly string[]
): BackfillProcess {
	const script = join(repositoryRoot, 'dist', 'cli', 'main.js');
	const child = spawn(process.execPath, [script, 'backfill', ...args], {
		env: { PATH: process.env['PATH'] ?? '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const closed = once(child, 'close') as Promise<[number | null]>;
	return {
		output: () => output,
		stop: () => void child.kill('SIGTERM'),
		async kill() {
			child.kill('SIGKILL');
			await closed;
		},
		ended: async () => (await closed)[0],
	};
}
