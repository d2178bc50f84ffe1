import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

export interface ReceiverProcess {
	readonly url: string;
	readonly pid: number;
	/** What it wrote to its log so far. */
	log(): string;
	/** SIGTERM; the exit code. */
	stop(): Promise<number | null>;
	/** `kill -9`. */
	kill(): Promise<void>;
}

export interface ReceiverSurroundings {
	/** For Node.js itself, e.g. `--require`. */
	readonly nodeArguments?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	/** Of `amocrm-pipeline receive`. */
	readonly options?: readonly string[];
}

/** `amocrm-pipeline receive` as a process of its own, from the built package (`npm run build`). */
export async function startReceiverProcess(
	databaseUrl: string,
	port = 0,
	{ nodeArguments = [], environment = {}, options = [] }: ReceiverSurroundings = {},
): Promise<ReceiverProcess> {
	const script = join(repositoryRoot, 'dist', 'cli', 'main.js');
	const child = spawn(
		process.execPath,
		[...nodeArguments, script, 'receive', '--port', String(port), ...options],
		{
			env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const exited = once(child, 'exit') as Promise<[number | null]>;
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout.on('data', () => {
			const found = /listening on ([^\s,]+)/.exec(output)?.[1];
			if (found) resolve(found);
		});
		void exited.then(([code]) => reject(new Error(`the receiver ended (${code}): ${output}`)));
	});
	return {
		url,
		pid: child.pid ?? 0,
		log: () => output,
		async stop() {
			child.kill('SIGTERM');
			return (await exited)[0];
		},
		async kill() {
			child.kill('SIGKILL');
			await exited;
		},
	};
}
