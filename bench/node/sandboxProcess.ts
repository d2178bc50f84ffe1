import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { repositoryRoot } from '../../stack/paths';
import { freePort } from '../../stack/ports';
import type { Account } from './job';

export interface SandboxProcess {
	readonly account: Account;
	/** `/_sandbox`. */
	readonly control: AxiosInstance;
	stop(): Promise<void>;
}

/** An account in memory, in a process of its own: its work and its memory are not the node's. */
export async function startSandboxProcess(signal: AbortSignal): Promise<SandboxProcess> {
	const port = await freePort();
	const token = randomBytes(24).toString('base64url');
	const child = spawn(process.execPath, [join(repositoryRoot, 'dist', 'sandbox', 'main.js')], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { PATH: process.env['PATH'] ?? '', SANDBOX_PORT: String(port), SANDBOX_TOKEN: token },
		signal,
		killSignal: 'SIGKILL',
	});
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	child.on('error', () => undefined); // An abort ends it; whoever waits for an answer fails by himself.
	const ready = await Promise.race([once(child.stdout, 'data').then(() => true), ended]);
	if (!ready) throw new Error('the sandbox did not start: its reason stands above');
	const url = `http://127.0.0.1:${port}`;
	return {
		account: { url, token },
		control: axios.create({ baseURL: `${url}/_sandbox`, timeout: 120_000 }),
		async stop() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}
