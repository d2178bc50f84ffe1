import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import { nodeForN8n } from '../stack/n8nProcess';
import { repositoryRoot } from '../stack/paths';
import { freePort } from '../stack/ports';
import type { BenchStack } from './benchStack';

export interface ReceiverProcess {
	readonly pid: number;
	readonly webhookUrl: string;
	stop(): Promise<void>;
}

const startTimeoutMs = 15_000;

/**
 * `amocrm-pipeline receive` as it comes, one process, answering in the name of the published trigger; with the
 * Node.js of n8n, as in the Docker image.
 */
export async function startReceiverProcess(bench: BenchStack): Promise<ReceiverProcess> {
	const port = await freePort();
	const cli = join(repositoryRoot, 'dist', 'cli', 'main.js');
	if (!existsSync(cli)) throw new Error(`${cli} is missing: run npm run build`);
	const child = spawn(nodeForN8n(), [cli, 'receive', '--port', String(port)], {
		env: { PATH: process.env['PATH'], DATABASE_URL: bench.stack.facts().postgres.url },
		stdio: ['ignore', 'ignore', 'pipe'],
		signal: bench.signal,
		killSignal: 'SIGKILL',
	});
	let words = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		words = (words + text).slice(-2000);
	});
	child.on('error', () => undefined); // an interrupted run: `exited` tells
	const exited = once(child, 'exit');
	const stop = async () => {
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
		await exited;
	};
	const deadline = Date.now() + startTimeoutMs;
	for (;;) {
		const isUp = await axios.get(`http://127.0.0.1:${port}/healthz`).then(
			({ status }) => status === 200,
			() => false,
		);
		if (isUp) break;
		if (child.exitCode !== null || Date.now() > deadline) {
			await stop();
			throw new Error(`the receiver did not start: ${words}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	const { search } = new URL(bench.webhookUrl);
	return { pid: child.pid ?? 0, webhookUrl: `http://127.0.0.1:${port}/amocrm${search}`, stop };
}
