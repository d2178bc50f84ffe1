import type { BenchOptions } from './args';
import { slowDown, type BenchStack } from './benchStack';
import type { Plan } from './plan';
import type { Results } from './results';
import {
	addOldRows,
	emptyTable,
	measureClaims,
	measureFirstClaims,
	triggerQueue,
} from './sections/bigTable';
import { createLeads } from './sections/leads';
import { measureNaive, measureNaiveWithOurSettings } from './sections/naive';
import {
	measureBehindReceiver,
	measureOurEndToEnd,
	measureReceiver,
	measureTrigger,
	measureTriggerStoring,
} from './sections/ours';
import { measureQueues } from './sections/queues';
import { answersOfBoth, endToEndOfBoth } from './twice';

async function ourEndToEnds(bench: BenchStack, plan: Plan, leadIds: readonly number[]) {
	bench.say('Our workflow, end to end …');
	const ours = await measureOurEndToEnd(bench, plan, leadIds);
	bench.say('The same behind the receiver …');
	return { ours, oursBehindReceiver: await measureBehindReceiver(bench, plan, leadIds) };
}

async function ourAnswers(bench: BenchStack, plan: Plan, leadIds: readonly number[]) {
	bench.say('AmoCRM Trigger, its workflow at work …');
	const trigger = await measureTrigger(bench, plan, leadIds);
	bench.say('AmoCRM Trigger, its workflow waiting for amoCRM …');
	const triggerStoring = await measureTriggerStoring(bench, plan, leadIds);
	await bench.stack.n8n.stop();
	bench.say('Receiver …');
	return { trigger, triggerStoring, receiver: await measureReceiver(bench, plan, leadIds) };
}

/**
 * Both sides in turn; only the one being measured runs. The naive one before ours and after it, because the speed of
 * a machine that others share changes by a third within the hour.
 */
async function besideNaive(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
	wanted: { readonly answers: boolean; readonly endToEnd: boolean },
): Promise<Pick<Results, 'answers' | 'endToEnd'>> {
	const { stack } = bench;
	const results: { -readonly [K in keyof Results]: Results[K] } = {};
	await stack.n8n.stop();
	const before = await measureNaive(bench, plan, leadIds, { ...wanted, withLimit: false });
	await stack.restartN8n();
	const endToEnd = wanted.endToEnd ? await ourEndToEnds(bench, plan, leadIds) : null;
	const answers = wanted.answers ? await ourAnswers(bench, plan, leadIds) : null;
	await stack.n8n.stop();
	const after = await measureNaive(bench, plan, leadIds, { ...wanted, withLimit: true });
	if (answers && before.answers && after.answers) {
		const naive = answersOfBoth(before.answers, after.answers);
		const naiveWithOurSettings = await measureNaiveWithOurSettings(bench, plan, leadIds);
		results.answers = { naive, naiveWithOurSettings, ...answers };
	}
	if (endToEnd && before.endToEnd && after.endToEnd && after.withLimit) {
		const naive = endToEndOfBoth(before.endToEnd, after.endToEnd);
		results.endToEnd = { naive, naiveWithLimit: after.withLimit, ...endToEnd };
	}
	return results;
}

async function onBigTable(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<Required<Results>['bigTable']> {
	const { stack, pool, say } = bench;
	await stack.n8n.stop();
	say('Claims on an empty table …');
	await emptyTable(pool);
	const load = { queue: await triggerQueue(pool), claims: plan.claims, isAnalyzed: true };
	const empty = await measureClaims(pool, { ...load, oldRows: 0 });
	const neverAnalyzed = await measureFirstClaims(stack.postgres, Math.ceil(plan.claims / 4));
	say(`Adding ${plan.oldRows.toLocaleString('en')} processed events …`);
	await addOldRows(pool, plan.oldRows);
	say('Claims beside them …');
	const full = await measureClaims(pool, { ...load, oldRows: plan.oldRows });
	say('Receiver beside them …');
	const receiver = await measureReceiver(bench, plan, leadIds);
	await stack.restartN8n();
	say('AmoCRM Trigger beside them …');
	const trigger = await measureTrigger(bench, plan, leadIds);
	return { empty, full, neverAnalyzed, trigger, receiver };
}

/** Measures the sections that were asked for, one thing at a time. */
export async function measure(
	bench: BenchStack,
	plan: Plan,
	only: BenchOptions['only'],
): Promise<Results> {
	const { stack, say } = bench;
	const wanted = { answers: only.has('answers'), endToEnd: only.has('end-to-end') };
	let results: Results = {};
	if (wanted.answers || wanted.endToEnd || only.has('big-table')) {
		say(`Creating ${plan.leads} leads; our workflow works off their webhooks …`);
		const leadIds = await createLeads(bench, plan.leads);
		await slowDown(bench.control);
		if (wanted.answers || wanted.endToEnd) {
			results = await besideNaive(bench, plan, leadIds, wanted);
		}
		if (only.has('big-table')) {
			results = { ...results, bigTable: await onBigTable(bench, plan, leadIds) };
		}
	}
	if (only.has('queues')) {
		await stack.n8n.stop();
		results = { ...results, queues: await measureQueues(bench, plan) };
	}
	return results;
}
