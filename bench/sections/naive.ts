import type { BenchStack } from '../benchStack';
import { measureAnswers } from '../measure/answers';
import { measureEndToEnd, warmUp, type Pipeline } from '../measure/endToEnd';
import { peakMegabytes } from '../measure/processTree';
import { naiveDatabase, naiveN8nDatabase, startNaiveN8n, type NaiveN8n } from '../naive/naiveN8n';
import type { Plan } from '../plan';
import type { Answers, EndToEnd } from '../results';

const targetOf = ({ webhookUrl, process, pool }: NaiveN8n) =>
	({
		url: webhookUrl,
		peakMegabytes: () => peakMegabytes(process.pid),
		pool,
		table: 'naive_webhook_events',
	}) as const;

const pipelineOf = ({ webhookUrl, process, pool }: NaiveN8n): Pipeline => ({
	url: webhookUrl,
	pids: [process.pid],
	pool,
	databases: [naiveDatabase, naiveN8nDatabase],
	idle: async () => undefined,
	stored: async (startedAt) => {
		const { rows } = await pool.query<{ count: number; last: number | null }>(
			`select count(*)::int as count, (extract(epoch from max(stored_at)) * 1000)::float8 as last
			from naive_deals where stored_at >= to_timestamp($1 / 1000.0)`,
			[startedAt],
		);
		return { count: rows[0]?.count ?? 0, lastAt: rows[0]?.last ?? 0 };
	},
});

const loadOf = (plan: Plan, leadIds: readonly number[]) => ({
	connections: plan.connections,
	warmUpSeconds: plan.warmUp,
	seconds: plan.seconds,
	leadIds,
});

const fewOf = (plan: Plan, leadIds: readonly number[]) => ({
	connections: plan.connections,
	leadIds: leadIds.slice(0, plan.naiveEvents),
	warmUpSeconds: plan.warmUp,
});

/** The naive workflow in an n8n of its own; ours must not run meanwhile. */
async function inN8n<T>(
	bench: BenchStack,
	settings: 'default' | 'ours',
	use: (naive: NaiveN8n) => Promise<T>,
): Promise<T> {
	// With the limit most of its events never arrive.
	await bench.control.post('/limit', { requestsPerSecond: null });
	const naive = await startNaiveN8n(bench, settings);
	try {
		return await use(naive);
	} finally {
		await naive.stop();
		await bench.control.post('/limit', { requestsPerSecond: 7 });
	}
}

/** What ours is compared with: n8n as it comes, amoCRM without a limit. */
export const measureNaive = (
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
	wanted: { readonly answers: boolean; readonly endToEnd: boolean },
): Promise<{ readonly answers: Answers | null; readonly endToEnd: EndToEnd | null }> =>
	inN8n(bench, 'default', async (n8n) => {
		const { say, signal } = bench;
		say('Naive workflow, n8n with default settings …');
		const answers = wanted.answers
			? await measureAnswers(targetOf(n8n), loadOf(plan, leadIds), signal)
			: null;
		if (!wanted.endToEnd) return { answers, endToEnd: null };
		say('Naive workflow, end to end …');
		const endToEnd = await measureEndToEnd(bench, pipelineOf(n8n), fewOf(plan, leadIds));
		return { answers, endToEnd };
	});

/** The same events with amoCRM's limit, which most of them do not survive. */
export const measureNaiveWithLimit = (
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<EndToEnd> =>
	inN8n(bench, 'default', async (n8n) => {
		bench.say("Naive workflow, end to end with amoCRM's limit of 7 requests a second …");
		const few = fewOf(plan, leadIds);
		// Warm without the limit: the refusals of a warm-up alone would have the account shut out.
		await warmUp(bench, pipelineOf(n8n), few);
		await bench.control.post('/limit', { requestsPerSecond: 7 });
		return measureEndToEnd(bench, pipelineOf(n8n), { ...few, warmUpSeconds: 0 });
	});

export const measureNaiveWithOurSettings = (
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
): Promise<Answers> =>
	inN8n(bench, 'ours', (n8n) => {
		bench.say('Naive workflow, n8n with our settings …');
		return measureAnswers(targetOf(n8n), loadOf(plan, leadIds), bench.signal);
	});
