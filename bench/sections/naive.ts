import type { BenchStack } from '../benchStack';
import { measureAnswers } from '../measure/answers';
import { measureEndToEnd, type Pipeline } from '../measure/endToEnd';
import { peakMegabytes } from '../measure/processTree';
import { naiveDatabase, naiveN8nDatabase, startNaiveN8n, type NaiveN8n } from '../naive/naiveN8n';
import { loadOf, type Plan } from '../plan';
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

/** Null where it was not wanted. */
interface NaiveResults {
	readonly answers: Answers | null;
	readonly endToEnd: EndToEnd | null;
	readonly withLimit: EndToEnd | null;
}

interface Wanted {
	readonly answers: boolean;
	readonly endToEnd: boolean;
	/** End to end once more, with amoCRM's limit, which most events do not survive. */
	readonly withLimit: boolean;
}

/** What ours is compared with: n8n as it comes, amoCRM without a limit. */
export const measureNaive = (
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
	wanted: Wanted,
): Promise<NaiveResults> =>
	inN8n(bench, 'default', async (n8n) => {
		const { control, say, signal } = bench;
		say('Naive workflow, n8n with default settings …');
		const answers = wanted.answers
			? await measureAnswers(targetOf(n8n), loadOf(plan, leadIds), signal)
			: null;
		if (!wanted.endToEnd) return { answers, endToEnd: null, withLimit: null };
		const few = {
			connections: plan.connections,
			leadIds: leadIds.slice(0, plan.naiveEvents),
			warmUpSeconds: plan.warmUp,
		};
		say('Naive workflow, end to end …');
		const endToEnd = await measureEndToEnd(bench, pipelineOf(n8n), few);
		if (!wanted.withLimit) return { answers, endToEnd, withLimit: null };
		say("Naive workflow, end to end with amoCRM's limit of 7 requests a second …");
		await control.post('/limit', { requestsPerSecond: 7 });
		// Not even a warm-up: its refusals alone would have the account shut out.
		const cold = { ...few, warmUpSeconds: 0 };
		return { answers, endToEnd, withLimit: await measureEndToEnd(bench, pipelineOf(n8n), cold) };
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
