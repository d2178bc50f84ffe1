import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../stack/ports';
import { eventually } from './eventually';
import { searchPath } from './program';

export interface RedisServer {
	readonly port: number;
	readonly pid: number;
	/** `kill -9`, then a start on the same port. Without `keepData` it comes back empty. */
	restart(options: { readonly keepData: boolean }): Promise<void>;
	stop(): Promise<void>;
}

const answers = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		socket.once('data', (data) => {
			resolve(data.toString().startsWith('+PONG'));
			socket.destroy();
		});
		socket.once('error', () => resolve(false));
	});

/** A real redis-server on loopback that writes every change to its own folder. */
export async function startRedis(): Promise<RedisServer> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-redis-'));
	let child: ChildProcess;
	const launch = async (): Promise<void> => {
		const options = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder];
		const durability = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
		child = spawn('redis-server', [...options, ...durability], {
			env: { ...process.env, PATH: searchPath },
			stdio: 'ignore',
		});
		await eventually('Redis answers', () => answers(port), 10);
	};
	const end = async (signal: NodeJS.Signals): Promise<void> => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
	};
	await launch();
	return {
		port,
		get pid() {
			return child.pid ?? 0;
		},
		async restart({ keepData }) {
			await end('SIGKILL');
			if (!keepData) rmSync(join(folder, 'appendonlydir'), { recursive: true, force: true });
			await launch();
		},
		async stop() {
			await end('SIGTERM');
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
