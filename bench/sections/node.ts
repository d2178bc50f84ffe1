import { nodeForN8n } from '../../stack/n8nProcess';
import { runProgram } from '../childProgram';
import type { NodeJob, NodeReport, NodeTask } from '../node/job';
import { memoryBesideRows } from '../node/memoryBesideRows';
import { startSandboxProcess, type SandboxProcess } from '../node/sandboxProcess';
import type { NodePlan } from '../plan';
import type { LeadsCreated, LeadsReturned, NodeResults } from '../results';

/** amoCRM's; the sandbox has the same until it is told otherwise. */
const requestsPerSecond = 7;
/** What both are told where the limit is lifted. */
const anyNumber = 100_000;
const rowsPerPage = 250;
const mostLeadsPerCall = 50_000;

interface Bench {
	readonly sandbox: SandboxProcess;
	readonly signal: AbortSignal;
	readonly say: (line: string) => void;
}

interface Work {
	readonly report: NodeReport;
	readonly requests: number;
	/** Leads that the account has more than before. */
	readonly newLeads: number;
}

const leadsIn = async ({ control }: SandboxProcess): Promise<number> =>
	(await control.get<{ leads: number }>('/state')).data.leads;

async function work({ sandbox, signal }: Bench, task: NodeTask): Promise<Work> {
	const { account, control } = sandbox;
	const leadsBefore = await leadsIn(sandbox);
	await control.delete('/requests');
	const input: NodeJob = { account, task };
	const program = { program: 'node/program.js', node: nodeForN8n(), input, signal };
	const report = await runProgram<NodeReport>(program);
	const { data: seen } = await control.get<readonly object[]>('/requests');
	return {
		report,
		requests: seen.length,
		newLeads: (await leadsIn(sandbox)) - leadsBefore,
	};
}

async function created(
	bench: Bench,
	task: Extract<NodeTask, { leads: number }>,
): Promise<LeadsCreated> {
	const { report, requests, newLeads } = await work(bench, task);
	const { seconds, cpuSeconds, startMegabytes, peakMegabytes } = report;
	return {
		...{ leads: task.leads, arrived: newLeads, requests },
		...{ seconds, cpuSeconds, startMegabytes, peakMegabytes },
	};
}

async function returned(bench: Bench, task: NodeTask, leads: number): Promise<LeadsReturned> {
	const { report, requests } = await work(bench, task);
	const { items: rows, seconds, startMegabytes, peakMegabytes, memory } = report;
	if (!memory) throw new Error('Return All told nothing of its memory');
	return {
		...{ leads, rows, requests, seconds, startMegabytes, peakMegabytes },
		...memoryBesideRows(memory, rows, rowsPerPage),
	};
}

/** So many leads in the account, whatever the runs before have left. */
async function fill(sandbox: SandboxProcess, leads: number): Promise<void> {
	for (;;) {
		const missing = leads - (await leadsIn(sandbox));
		if (missing <= 0) return;
		await sandbox.control.post('/bulk', {
			leads: Math.min(missing, mostLeadsPerCall),
			...{ contacts: 0, companies: 0, changes: 0 },
		});
	}
}

/** The AmoCRM node's own `run`, without n8n, beside what the HTTP Request node does. */
async function measureAll(bench: Bench, plan: NodePlan): Promise<NodeResults> {
	const { sandbox, say } = bench;
	const { control } = sandbox;
	const leads = plan.createdLeads;
	const slowly = async (delayMs: number) => {
		await control.delete('/faults');
		if (delayMs > 0) await control.post('/faults', { target: 'api', delayMs });
	};

	await slowly(plan.amoCrmMs);
	say(`AmoCRM node: creating ${leads.toLocaleString('en')} leads …`);
	const ours = await created(bench, { kind: 'create', leads, requestsPerSecond });
	say(`One request an item: creating ${plan.naiveLeads} leads, 7 a second …`);
	const pace = { itemsPerBatch: requestsPerSecond, batchIntervalMs: 1000 };
	const naive = await created(bench, { kind: 'createNaively', leads: plan.naiveLeads, ...pace });

	await slowly(0);
	await control.post('/limit', { requestsPerSecond: null });
	say('Both without the limit …');
	const oursUnlimited = await created(bench, {
		kind: 'create',
		leads,
		requestsPerSecond: anyNumber,
	});
	const fast = { itemsPerBatch: 50, batchIntervalMs: 100 };
	const naiveUnlimited = await created(bench, { kind: 'createNaively', leads, ...fast });

	say(`Return All: filling the account with ${plan.returnedLeads.toLocaleString('en')} leads …`);
	await fill(sandbox, plan.returnedLeads);
	const allLeads = await leadsIn(sandbox);
	await control.post('/limit', { requestsPerSecond });
	say('AmoCRM node: reading all of them …');
	const pagesPerSample = Math.max(1, Math.floor(allLeads / rowsPerPage / plan.samples));
	const returnAll = await returned(
		bench,
		{ kind: 'returnAll', requestsPerSecond, pagesPerSample },
		allLeads,
	);
	return {
		create: { naive, ours },
		createWithoutLimit: { naive: naiveUnlimited, ours: oursUnlimited },
		returnAll,
	};
}

/** Needs neither n8n nor PostgreSQL. */
export async function measureNode(
	plan: NodePlan,
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<NodeResults> {
	const sandbox = await startSandboxProcess(signal);
	try {
		return await measureAll({ sandbox, signal, say }, plan);
	} finally {
		await sandbox.stop();
	}
}
