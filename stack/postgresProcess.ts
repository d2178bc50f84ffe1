import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresFiles } from './postgresFiles';
import { Refusal } from './refusal';

/** Nothing of ours leaks into PostgreSQL, and its messages are in English, which `refusalFor` reads. */
export const quietEnvironment: Readonly<Record<string, string>> = {
	PATH: process.env['PATH'] ?? '',
	LC_ALL: 'C',
	TZ: 'UTC',
	...(process.env['SystemRoot'] ? { SystemRoot: process.env['SystemRoot'] } : {}),
};

const startTimeoutMs = 60_000;
const stillInUse = /shared memory block .* is still in use/i;

export interface Postmaster {
	readonly child: ChildProcess;
	/** Resolves when the process is gone. */
	readonly ended: Promise<void>;
}

const lockFile = (data: string): string => join(data, 'postmaster.pid');

/** Line 8 of the lock file is what pg_ctl waits for as well. */
function isReady(data: string, pid: number | undefined): boolean {
	try {
		const lines = readFileSync(lockFile(data), 'utf8').split('\n');
		return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
	} catch {
		return false;
	}
}

/** PostgreSQL itself only asks whether the number in the lock file lives, and numbers are used again. */
function isPostgresOf(data: string, pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
	}
	if (process.platform !== 'linux') return true;
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
	} catch {
		return false;
	}
}

/** Removes the lock file of a PostgreSQL that was killed; refuses while one runs on this folder. */
export function clearStaleLock(data: string): void {
	if (!existsSync(lockFile(data))) return;
	const pid = Number(readFileSync(lockFile(data), 'utf8').split('\n')[0]);
	if (Number.isInteger(pid) && pid > 0 && isPostgresOf(data, pid)) {
		throw new Refusal(
			`PostgreSQL already runs on ${data} (process ${pid}): stop it first (kill -INT ${pid}) or choose another data folder.`,
		);
	}
	rmSync(lockFile(data), { force: true });
}

/** In the words of the system, of PostgreSQL, and of its hint. */
export const isDiskFull = (output: string): boolean =>
	/No space left|Check free disk space|could not extend file/i.test(output);

function refusalFor(output: string, data: string, port: number): Refusal {
	if (/Address already in use|could not bind/i.test(output)) {
		return new Refusal(
			`Port ${port} for PostgreSQL is taken by another program: stop that program or choose another port.`,
		);
	}
	if (isDiskFull(output)) {
		return new Refusal(`The disk of ${data} is full: free some space and start again.`);
	}
	if (/lock file .* already exists/i.test(output)) {
		return new Refusal(`PostgreSQL already runs on ${data}: stop it first.`);
	}
	const reason = output.trim().split('\n').slice(-8).join('\n');
	return new Refusal(`PostgreSQL did not start on ${data}: ${reason || 'it gave no reason'}`);
}

/** How one server is started. */
export interface Launch {
	readonly port: number;
	readonly settings: Readonly<Record<string, string>>;
	readonly environment: Readonly<Record<string, string>>;
}

async function launchOnce(
	files: PostgresFiles,
	{ port, settings, environment }: Launch,
	onLog: (line: string) => void,
): Promise<Postmaster | string> {
	const child = spawn(
		files.postgres,
		[
			...['-D', files.data],
			...Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
				'-c',
				`${name}=${value}`,
			]),
		],
		{
			cwd: '/',
			env: { ...quietEnvironment, ...environment },
			// Its own process group: Ctrl-C in the terminal must not stop it before n8n has stored its state.
			detached: true,
			stdio: ['ignore', 'ignore', 'pipe'],
			...files.account,
		},
	);
	let output = '';
	let isOver = false;
	child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
		output = (output + chunk).slice(-10_000);
		for (const line of chunk.split('\n')) if (line.trim() !== '') onLog(line);
	});
	const ended = new Promise<void>((resolve) => {
		const end = () => {
			isOver = true;
			resolve();
		};
		child.once('close', end);
		child.once('error', (error) => {
			output += error.message;
			end();
		});
	});
	const deadline = Date.now() + startTimeoutMs;
	while (!isOver && Date.now() < deadline) {
		if (isReady(files.data, child.pid)) return { child, ended };
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	if (!isOver) {
		child.kill('SIGQUIT');
		await ended;
		output += `\nit was not ready after ${startTimeoutMs / 1000} s`;
	}
	return output;
}

/** Starts PostgreSQL and waits until it takes connections. */
export async function launchPostmaster(
	files: PostgresFiles,
	launch: Launch,
	onLog: (line: string) => void,
): Promise<Postmaster> {
	const deadline = Date.now() + 15_000;
	for (;;) {
		const started = await launchOnce(files, launch, onLog);
		if (typeof started !== 'string') return started;
		// After kill -9 the old connections' processes need a moment to notice and let go of the memory.
		const isTransient = stillInUse.test(started) && Date.now() < deadline;
		if (!isTransient) throw refusalFor(started, files.data, launch.port);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
