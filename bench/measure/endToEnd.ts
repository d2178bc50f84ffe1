import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { BenchStack } from '../benchStack';
import type { CpuCost, EndToEnd } from '../results';
import { reserveSerials } from '../serials';
import { generate } from './answers';
import { cpuMilliseconds } from './processTree';
import { countStatements, resetStatements } from './statements';

export interface Pipeline {
	readonly url: string;
	/** n8n, and what answers for it. */
	readonly pids: readonly number[];
	readonly pool: Pool;
	/** Of the pipeline and of its n8n. */
	readonly databases: readonly string[];
	/** Resolves when nothing that was sent before is under way any more. */
	readonly idle: () => Promise<void>;
	/** Deals stored since `startedAt` (unix ms) and the moment of the last one. */
	readonly stored: (startedAt: number) => Promise<{ count: number; lastAt: number }>;
}

interface Load {
	readonly connections: number;
	/** One event each. */
	readonly leadIds: readonly number[];
	/** 0: no load beforehand. */
	readonly warmUpSeconds: number;
}

interface JarvisCall {
	readonly at: number;
}

const patienceMs = 180_000;
const idleMs = 8_000;

/** Until Jarvis has been told of every event, or of none for a while: what failed does not come. */
async function waitForJarvis({ control, signal }: BenchStack, events: number): Promise<number> {
	const deadline = Date.now() + patienceMs;
	let count = 0;
	let grewAt = Date.now();
	for (;;) {
		signal.throwIfAborted();
		const { data } = await control.get<{ jarvis: number }>('/state');
		if (data.jarvis > count) grewAt = Date.now();
		count = data.jarvis;
		const isIdle = Date.now() - grewAt > idleMs;
		if (count >= events || isIdle || Date.now() > deadline) return count;
		await pause(100);
	}
}

/** The code is warm and the connections are open; nothing of this is left when it resolves. */
async function warmUp(bench: BenchStack, pipeline: Pipeline, load: Load): Promise<void> {
	const { url } = pipeline;
	const { connections, leadIds, warmUpSeconds } = load;
	const firstSerial = reserveSerials(1_000_000);
	const job = { url, connections, leadIds, firstSerial, warmUpSeconds: 0, seconds: warmUpSeconds };
	await generate(job, bench.signal);
	await waitForJarvis(bench, Infinity);
	await pipeline.idle();
}

/** Sends a webhook about each of the leads and follows them to their deals and to Jarvis. */
export async function measureEndToEnd(
	bench: BenchStack,
	pipeline: Pipeline,
	load: Load,
): Promise<EndToEnd> {
	const { control, stack, signal } = bench;
	const { connections, leadIds, warmUpSeconds } = load;
	const events = leadIds.length;
	if (warmUpSeconds > 0) await warmUp(bench, pipeline, load);
	const cpuSoFar = (): CpuCost | null =>
		process.platform === 'linux'
			? {
					n8n: pipeline.pids.reduce((sum, pid) => sum + cpuMilliseconds(pid), 0),
					postgres: cpuMilliseconds(stack.postgres.pid),
				}
			: null;
	await control.delete('/jarvis');
	await control.delete('/requests');
	await resetStatements(bench.pool);
	const before = cpuSoFar();

	const { startedAt } = await generate(
		{
			url: pipeline.url,
			connections,
			leadIds,
			warmUpSeconds: 0,
			amount: events,
			firstSerial: reserveSerials(events + connections),
		},
		signal,
	);
	const told = await waitForJarvis(bench, events);
	await pause(500); // what follows Jarvis is part of the work: completing, n8n's own bookkeeping
	const after = cpuSoFar();
	const statements = await countStatements(bench.pool, pipeline.databases);
	const { count, lastAt } = await pipeline.stored(startedAt);
	const { data: last } = await control.get<readonly JarvisCall[]>('/jarvis?limit=1');
	const { data: requests } = await control.get<readonly unknown[]>('/requests');

	const arrived = Math.min(told, count);
	const seconds = (Math.max(lastAt, last[0]?.at ?? 0) - startedAt) / 1000;
	return {
		events,
		arrived,
		seconds,
		eventsPerSecond: arrived / seconds,
		apiRequestsPer1000: (requests.length / events) * 1000,
		cpuMsPerEvent:
			before && after
				? {
						n8n: (after.n8n - before.n8n) / events,
						postgres: (after.postgres - before.postgres) / events,
					}
				: null,
		statementsPerEvent: statements / events,
	};
}
