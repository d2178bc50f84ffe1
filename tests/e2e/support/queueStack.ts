import { join } from 'node:path';
import axios from 'axios';
import { processEnvironment } from '../../../stack/n8nEnvironment';
import { startN8n, type N8nProcess, type N8nRole } from '../../../stack/n8nProcess';
import { freePort } from '../../../stack/ports';
import type { Detours } from '../../../stack/start';
import { startRedis, type RedisServer } from '../../support/redis';
import { startTestStack, type TestStack } from './testStack';

/** A webhook processor or a worker. */
export interface Member {
	readonly name: string;
	/** It listens here for webhooks (processor) or for health checks (worker). */
	readonly url: string;
	readonly logFile: string;
	readonly process: N8nProcess;
	/** `kill -9` and a start in its place. */
	restart(): Promise<void>;
}

export interface QueueStack extends TestStack {
	readonly redis: RedisServer;
	readonly processors: readonly Member[];
	readonly workers: readonly Member[];
	/** Sends a webhook to any process that receives: the main one or a processor; answers the status. */
	postTo(base: string, body: string, destination?: string): Promise<number>;
}

/** n8n's queue mode as processes: Redis, the main process, two webhook processors, two workers. */
export async function startQueueStack(detours: Detours = {}): Promise<QueueStack> {
	const redis = await startRedis();
	const test = await startTestStack({ queue: { redisPort: redis.port, processes: 3 } }, detours);
	const { stack } = test;
	const { dataDir, webhookUrl } = stack.facts();

	const start = async (role: N8nRole, name: string, port: number): Promise<Member> => {
		const logFile = join(dataDir, `${name}.log`);
		const environment = { ...stack.n8nEnvironment, ...processEnvironment(port) };
		const launch = () => startN8n(environment, port, logFile, role);
		let process = await launch();
		return {
			name,
			url: `http://127.0.0.1:${port}`,
			logFile,
			get process() {
				return process;
			},
			async restart() {
				await process.kill();
				process = await launch();
			},
		};
	};
	const members: Member[] = [];
	// All at once: asked for one by one, two processes could be given overlapping pairs.
	const firstPort = await freePort(8);
	const started = await Promise.allSettled([
		start('webhook', 'processor-1', firstPort),
		start('webhook', 'processor-2', firstPort + 2),
		start('worker', 'worker-1', firstPort + 4),
		start('worker', 'worker-2', firstPort + 6),
	]);
	for (const member of started) if (member.status === 'fulfilled') members.push(member.value);
	const close = async (): Promise<void> => {
		await Promise.all(members.map((member) => member.process.kill()));
		await test.close();
		await redis.stop();
	};
	const failed = started.find((member) => member.status === 'rejected');
	if (failed) {
		await close();
		throw failed.reason;
	}
	return {
		...test,
		redis,
		processors: members.filter(({ name }) => name.startsWith('processor')),
		workers: members.filter(({ name }) => name.startsWith('worker')),
		async postTo(base, body, destination = webhookUrl ?? '') {
			const { pathname, search } = new URL(destination);
			const { status } = await axios.post(`${base}${pathname}${search}`, body, {
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				timeout: 10_000,
				validateStatus: () => true,
			});
			return status;
		},
		close,
	};
}
