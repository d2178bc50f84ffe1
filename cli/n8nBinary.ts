import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Io } from './io';

const execute = promisify(execFile);

/** The file behind the command `n8n`. Throws where n8n is not installed. */
export function n8nBinary(env: Io['env']): string {
	const folders = (env['PATH'] ?? '').split(delimiter);
	const found = folders.map((folder) => join(folder, 'n8n')).find((file) => existsSync(file));
	if (found) return realpathSync(found);
	throw new Error('There is no n8n on the PATH: run this where n8n is installed.');
}

/** Runs one command of n8n's command line, with the settings that n8n itself is started with. */
export async function runN8n(args: readonly string[], env: Io['env']): Promise<void> {
	try {
		await execute('n8n', [...args], { env: { ...env }, maxBuffer: 64 * 1024 * 1024 });
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		const words = `${stdout}${stderr}`.trim().slice(-3000);
		throw new Error(`n8n ${args[0]} did not succeed:\n${words || String(error)}`);
	}
}
