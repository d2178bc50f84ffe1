import { setTimeout as pause } from 'node:timers/promises';
import { dataDatabase, n8nDatabase } from '../../stack/n8nEnvironment';
import { slowDown, type BenchStack } from '../benchStack';
import { measureAnswers } from '../measure/answers';
import { measureEndToEnd } from '../measure/endToEnd';
import { peakMegabytes, peakMegabytesOfTree } from '../measure/processTree';
import { loadOf, type Plan } from '../plan';
import { startReceiverProcess, type ReceiverProcess } from '../receiver';
import type { Answers, EndToEnd } from '../results';
import { dropBacklog, settle } from './leads';

const triggerOf = ({ stack, pool, webhookUrl }: BenchStack) =>
	({
		url: webhookUrl,
		peakMegabytes: () => peakMegabytes(stack.n8n.pid),
		pool,
		table: 'amocrm_webhook_events',
	}) as const;

/** Answers of the trigger while the workflow works off what comes in, on the same two feet. */
export async function measureTrigger(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<Answers> {
	const answers = await measureAnswers(triggerOf(bench), loadOf(plan, leadIds), bench.signal);
	await dropBacklog(bench);
	return answers;
}

/** More than a run of the workflow asks for, whatever it repeats. */
const manyTimes = 1_000;

/** Until the workflow has sent a request that the fault holds back. */
async function heldBack({ control }: BenchStack): Promise<void> {
	for (let tries = 0; ; tries += 1) {
		const { data } = await control.get<ReadonlyArray<{ times?: number }>>('/faults');
		if (data.some(({ times }) => times !== undefined && times < manyTimes)) return;
		if (tries > 200) throw new Error('the workflow did not ask amoCRM');
		await pause(100);
	}
}

/**
 * The same while the workflow waits for an amoCRM that hangs, so that storing is all n8n does. amoCRM and not
 * Jarvis: the call to Jarvis gives up after ten seconds, and the next batch would follow; the AmoCRM node
 * waits 20 seconds four times over.
 */
export async function measureTriggerStoring(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<Answers> {
	const { control, pool } = bench;
	const delayMs = (plan.warmUp + plan.seconds + 15) * 1000;
	await control.delete('/faults');
	await control.post('/faults', {
		...{ target: 'api', delayMs, times: manyTimes },
		match: { method: 'GET', path: '/api/v4/leads' },
	});
	const [first = 0] = leadIds;
	await control.patch(`/leads/${first}`, { price: 1 });
	await heldBack(bench);
	const answers = await measureAnswers(triggerOf(bench), loadOf(plan, leadIds), bench.signal);
	await pool.query(`delete from amocrm_webhook_events where status = 'pending'`);
	await slowDown(control);
	await settle(bench);
	return answers;
}

/** `receiver`: what answers in the place of n8n's webhook. */
export async function measureOurEndToEnd(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
	receiver?: ReceiverProcess,
): Promise<EndToEnd> {
	const { stack, pool } = bench;
	return measureEndToEnd(
		bench,
		{
			url: receiver?.webhookUrl ?? bench.webhookUrl,
			pids: [stack.n8n.pid, ...(receiver ? [receiver.pid] : [])],
			pool,
			databases: [dataDatabase, n8nDatabase],
			idle: () => settle(bench),
			stored: async (startedAt) => {
				await settle(bench);
				const { rows } = await pool.query<{ count: number; last: number | null }>(
					`select
						(select count(*) from amocrm_deals where fetched_at >= to_timestamp($1 / 1000.0))::int as count,
						(select extract(epoch from max(processed_at)) * 1000
							from amocrm_webhook_events where ts >= to_timestamp($1 / 1000.0))::float8 as last`,
					[startedAt],
				);
				return { count: rows[0]?.count ?? 0, lastAt: rows[0]?.last ?? 0 };
			},
		},
		{
			connections: plan.connections,
			leadIds: leadIds.slice(0, plan.ourEvents),
			warmUpSeconds: plan.warmUp,
		},
	);
}

/** As nginx sends it with `RECEIVER_MODE=first`: n8n has nothing to do but work off. */
export async function measureBehindReceiver(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<EndToEnd> {
	const receiver = await startReceiverProcess(bench);
	try {
		return await measureOurEndToEnd(bench, plan, leadIds, receiver);
	} finally {
		await receiver.stop();
	}
}

/** Answers of the receiver, n8n being down: what it stores waits for n8n. */
export async function measureReceiver(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<Answers> {
	const { pool, signal } = bench;
	const receiver = await startReceiverProcess(bench);
	try {
		return await measureAnswers(
			{
				url: receiver.webhookUrl,
				peakMegabytes: () => peakMegabytesOfTree(receiver.pid),
				pool,
				table: 'amocrm_webhook_events',
			},
			loadOf(plan, leadIds),
			signal,
		);
	} finally {
		await receiver.stop();
		await pool
			.query(`delete from amocrm_webhook_events where status = 'pending'`)
			.catch(() => undefined);
	}
}
