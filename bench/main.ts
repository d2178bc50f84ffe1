import { writeFileSync } from 'node:fs';
import { explain } from '../stack/refusal';
import { readOptions, usage, type BenchOptions } from './args';
import { startBenchStack, type BenchStack } from './benchStack';
import type { Finding } from './finding';
import { findingsOf } from './findings';
import { describeMachine, loadNow } from './machine';
import { fullPlan, quickPlan } from './plan';
import { render } from './render';
import { measure } from './run';
import { measureNode } from './sections/node';

type Say = (line: string) => void;

const quickWarning = 'QUICK RUN: too short to be quoted; run without --quick for figures.';
const busyLoad = 0.5;

/** Everything from start to report; resolves with the exit code. */
async function bench(
	{ only, quick, json }: BenchOptions,
	say: Say,
	signal: AbortSignal,
	started: (stack: BenchStack) => void,
): Promise<number> {
	const loadBefore = loadNow();
	if (loadBefore > busyLoad) {
		say(`Something else runs on this machine (load ${loadBefore}): the figures will suffer.`);
	}
	const plan = quick ? quickPlan : fullPlan;
	// Before the stack: n8n and PostgreSQL beside it would take memory and the processor from both sides.
	const ofNode = only.has('node') ? { node: await measureNode(plan.node, say, signal) } : {};
	const stack = [...only].some((section) => section !== 'node')
		? await startBenchStack(say, signal)
		: null;
	if (stack) started(stack);
	const machine = await describeMachine(stack?.pool ?? null, loadBefore);
	const results = { ...ofNode, ...(stack ? await measure(stack, plan, only) : {}) };
	const findings = findingsOf(results);
	if (json) {
		const report = { quick, at: new Date().toISOString(), machine, findings, results };
		const text = `${JSON.stringify(report, null, '\t')}\n`;
		if (json === '-') process.stdout.write(text);
		else writeFileSync(json, text);
	}
	const { cpu, cores, memoryGigabytes, node, n8n, postgres } = machine;
	say('');
	if (quick) say(`${quickWarning}\n`);
	const programs = [
		`Node.js ${node}`,
		`n8n ${n8n}`,
		...(postgres ? [`PostgreSQL ${postgres}`] : []),
	];
	say(`${cpu}, ${cores} cores, ${memoryGigabytes} GB; ${programs.join(', ')}\n`);
	say(render(findings, results));
	const isLoss = ({ unit, met }: Finding) =>
		(unit === 'events' || unit === 'leads') && met === false;
	const lost = findings.filter(isLoss);
	for (const { what, value } of lost) say(`${what}: ${value}. This is a defect.`);
	return lost.length > 0 ? 1 : 0;
}

/** `npm run bench`: leaves neither a process nor a folder behind, after Ctrl-C neither. */
export async function main(args: readonly string[]): Promise<void> {
	const abort = new AbortController();
	let options: BenchOptions;
	try {
		options = readOptions(args);
	} catch (error) {
		process.stderr.write(`${explain(error)}\n`);
		process.exit(2);
	}
	if (options.help) {
		process.stdout.write(usage);
		return;
	}
	const out = options.json === '-' ? process.stderr : process.stdout;
	const say: Say = (line) => void out.write(`${line}\n`);
	const stop = (): void => {
		if (abort.signal.aborted) return;
		say('\nStopping …');
		abort.abort();
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
	let stack: BenchStack | undefined;
	let code = 1;
	try {
		code = await bench(options, say, abort.signal, (started) => (stack = started));
	} catch (error) {
		if (abort.signal.aborted) code = 130;
		else process.stderr.write(`${explain(error)}\n`);
	}
	await stack?.close();
	process.exit(code);
}
