import { spawn } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isDiskFull, quietEnvironment } from './postgresProcess';
import type { PostgresFiles } from './postgresFiles';
import { Refusal } from './refusal';

function run(files: PostgresFiles, args: readonly string[]): Promise<string | null> {
	return new Promise((resolve, reject) => {
		const child = spawn(files.initdb, args, {
			cwd: '/',
			env: quietEnvironment,
			stdio: ['ignore', 'pipe', 'pipe'],
			...files.account,
		});
		const output: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
		child.on('error', reject);
		child.on('close', (code) =>
			resolve(code === 0 ? null : Buffer.concat(output).toString('utf8')),
		);
	});
}

/**
 * Fills an empty data folder. It is made under another name and renamed when whole, so that a start
 * that is interrupted here leaves nothing half made behind.
 */
export async function initialiseData(
	files: PostgresFiles,
	user: string,
	password: string,
): Promise<void> {
	if (existsSync(join(files.data, 'PG_VERSION'))) return;
	const unfinished = `${files.data}.new`;
	const passwordFile = `${files.data}.password`;
	rmSync(unfinished, { recursive: true, force: true });
	mkdirSync(unfinished, { mode: 0o700 });
	writeFileSync(passwordFile, password, { mode: 0o600 });
	chmodSync(passwordFile, 0o600);
	if (files.account) {
		chownSync(unfinished, files.account.uid, files.account.gid);
		chownSync(passwordFile, files.account.uid, files.account.gid);
	}
	try {
		const problem = await run(files, [
			...['--pgdata', unfinished, '--username', user, '--pwfile', passwordFile],
			...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
			// PostgreSQL's own C.UTF-8: lower() and ilike know Cyrillic, and no system library changes the order.
			...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
		]);
		if (problem !== null) {
			if (isDiskFull(problem)) {
				throw new Refusal(`The disk of ${files.data} is full: free some space and start again.`);
			}
			throw new Refusal(
				`The database in ${files.data} could not be made: ${problem.trim().split('\n').slice(-8).join('\n')}`,
			);
		}
		rmSync(files.data, { recursive: true, force: true });
		renameSync(unfinished, files.data);
	} finally {
		rmSync(passwordFile, { force: true });
		rmSync(unfinished, { recursive: true, force: true });
	}
}
