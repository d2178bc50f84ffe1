import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import axios from 'axios';
import { repositoryRoot } from './paths';
import { Refusal } from './refusal';

const stackModules = join(repositoryRoot, 'stack', 'node_modules');
const n8nBinary = join(stackModules, 'n8n', 'bin', 'n8n');

/** n8n 2.40 needs Node.js 24: the system's when it is new enough, else the one from npm. */
export function nodeForN8n(): string {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const bundled = join(
		stackModules,
		name,
		'bin',
		process.platform === 'win32' ? 'node.exe' : 'node',
	);
	if (existsSync(bundled)) return bundled;
	throw new Refusal(
		`n8n needs Node.js 24 and there is no npm build of it for ${process.platform}-${process.arch}: install Node.js 24 and start again.`,
	);
}

/** Runs one n8n CLI command to its end. */
export async function runN8nCommand(
	args: readonly string[],
	env: Record<string, string>,
): Promise<string> {
	const child = spawn(nodeForN8n(), [n8nBinary, ...args], {
		env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	const text = Buffer.concat(output).toString('utf8');
	if (code !== 0) throw new Error(`n8n ${args[0]} ended with code ${code}:\n${text.slice(-3000)}`);
	return text;
}

export interface N8nProcess {
	readonly pid: number;
	/** Resolves when the process has ended, whatever ended it. */
	readonly ended: Promise<string>;
	/** SIGTERM, and SIGKILL when that takes longer than n8n's own grace. */
	stop(): Promise<void>;
	/** `kill -9`, for fault tests. */
	kill(): Promise<void>;
}

/** `start` does everything; in queue mode it leads, `webhook` receives and `worker` executes. */
export type N8nRole = 'start' | 'webhook' | 'worker';

/** Starts n8n and waits until it answers on `port`; its log goes to `logFile`. */
export async function startN8n(
	env: Record<string, string>,
	port: number,
	logFile: string,
	role: N8nRole = 'start',
): Promise<N8nProcess> {
	const child: ChildProcess = spawn(nodeForN8n(), [n8nBinary, role], {
		env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own: Ctrl-C must reach us first, so that n8n stops before PostgreSQL does.
		detached: true,
	});
	const log = createWriteStream(logFile, { flags: 'a' });
	log.on('error', () => undefined); // a full disk must not take the stack down with its log
	child.stdout?.pipe(log, { end: false });
	child.stderr?.pipe(log, { end: false });
	let over = false;
	const endGroup = () => {
		try {
			if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
		} catch {
			// Nobody of it is left.
		}
	};
	const ended = new Promise<string>((resolve) => {
		child.on('exit', (code, signal) => {
			over = true;
			endGroup(); // else a task runner could outlive the n8n that started it
			log.end();
			resolve(signal ?? `code ${code}`);
		});
		child.on('error', (error) => {
			over = true;
			resolve(error.message);
		});
	});

	const kill = async () => {
		if (!over) endGroup();
		await ended;
	};
	const stop = async () => {
		if (!over) child.kill('SIGTERM');
		const inTime = await Promise.race([
			ended.then(() => true),
			pause(40_000, false, { ref: false }),
		]);
		if (!inTime) await kill();
	};

	// The first start migrates n8n's database; on a slow disk that takes a minute and more.
	const deadline = Date.now() + 180_000;
	for (;;) {
		if (over) {
			const tail = readFileSync(logFile, 'utf8').slice(-2000);
			throw new Error(`n8n ended while starting (${await ended}). Its last words:\n${tail}`);
		}
		try {
			const { status } = await axios.get(`http://127.0.0.1:${port}/healthz/readiness`, {
				timeout: 2000,
				validateStatus: () => true,
			});
			if (status === 200) break;
		} catch {
			// Not listening yet.
		}
		if (Date.now() > deadline) {
			await kill();
			throw new Error(`n8n did not become ready within three minutes; see ${logFile}.`);
		}
		await pause(250);
	}
	return { pid: child.pid ?? 0, ended, stop, kill };
}
