/** One side at work: a process of its own, so that its memory is nobody else's. Job on stdin, report on stdout. */
import { readFileSync } from 'node:fs';
import { createLeads, returnAllLeads } from './amoCrmNode';
import { createNaively } from './httpRequestNode';
import type { NodeJob, NodeReport, ReturnAllMemory } from './job';
import { leadItems } from './leadItems';
import { watchPages } from './memory';

const kilobyte = 1024;
const megabyte = 1024 ** 2;

interface Done {
	readonly items: number;
	readonly memory: ReturnAllMemory | null;
}

async function perform({ account, task }: NodeJob): Promise<Done> {
	if (task.kind === 'returnAll') {
		return await watchPages(
			(answered) => returnAllLeads(account, task.requestsPerSecond, answered),
			task.pagesPerSample,
		);
	}
	const leads = leadItems(task.leads);
	const output =
		task.kind === 'create'
			? await createLeads(account, leads, task.requestsPerSecond)
			: await createNaively(account, leads, task);
	return { items: output.filter(({ json }) => !('error' in json)).length, memory: null };
}

async function run(job: NodeJob): Promise<NodeReport> {
	const startMegabytes = process.memoryUsage.rss() / megabyte;
	const startedAt = performance.now();
	const { user: userBefore, system: systemBefore } = process.cpuUsage();
	const { items, memory } = await perform(job);
	const { user, system } = process.cpuUsage();
	return {
		items,
		memory,
		startMegabytes,
		seconds: (performance.now() - startedAt) / 1000,
		cpuSeconds: (user - userBefore + system - systemBefore) / 1e6,
		peakMegabytes: (process.resourceUsage().maxRSS * kilobyte) / megabyte,
	};
}

void run(JSON.parse(readFileSync(0, 'utf8')) as NodeJob).then((report) =>
	process.stdout.write(JSON.stringify(report)),
);
