import type { BenchStack } from '../benchStack';
import { measureAnswers } from '../measure/answers';
import { measureEndToEnd, type Pipeline } from '../measure/endToEnd';
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

export interface NaiveResults {
	readonly answers?: { readonly naive: Answers; readonly naiveWithOurSettings: Answers };
	readonly endToEnd?: { readonly naive: EndToEnd; readonly naiveWithLimit: EndToEnd };
}

/**
 * The naive workflow in its own n8n; ours must not run meanwhile. amoCRM's limit of requests is lifted
 * for it: with the limit most of its events never arrive, which is measured at the end.
 */
export async function measureNaive(
	bench: BenchStack,
	plan: Plan,
	leadIds: readonly number[],
	wanted: { readonly answers: boolean; readonly endToEnd: boolean },
): Promise<NaiveResults> {
	const { control, say, signal } = bench;
	const load = {
		connections: plan.connections,
		warmUpSeconds: plan.warmUp,
		seconds: plan.seconds,
		leadIds,
	};
	const few = {
		connections: plan.connections,
		leadIds: leadIds.slice(0, plan.naiveEvents),
		warmUpSeconds: plan.warmUp,
	};
	const results: { -readonly [K in keyof NaiveResults]: NaiveResults[K] } = {};
	const inN8n = async <T>(
		settings: 'default' | 'ours',
		use: (naive: NaiveN8n) => Promise<T>,
	): Promise<T> => {
		const naive = await startNaiveN8n(bench, settings);
		try {
			return await use(naive);
		} finally {
			await naive.stop();
		}
	};

	await control.post('/limit', { requestsPerSecond: null });
	const naive = await inN8n('default', async (n8n) => {
		say('Naive workflow, n8n with default settings …');
		const answers = wanted.answers ? await measureAnswers(targetOf(n8n), load, signal) : null;
		if (!wanted.endToEnd) return answers;
		say('Naive workflow, end to end …');
		const unlimited = await measureEndToEnd(bench, pipelineOf(n8n), few);
		say("Naive workflow, end to end with amoCRM's limit of 7 requests a second …");
		await control.post('/limit', { requestsPerSecond: 7 });
		// Not even a warm-up: its refusals alone would have the account shut out.
		const naiveWithLimit = await measureEndToEnd(bench, pipelineOf(n8n), {
			...few,
			warmUpSeconds: 0,
		});
		await control.post('/limit', { requestsPerSecond: null });
		results.endToEnd = { naive: unlimited, naiveWithLimit };
		return answers;
	});
	if (naive) {
		say('Naive workflow, n8n with our settings …');
		const naiveWithOurSettings = await inN8n('ours', (n8n) =>
			measureAnswers(targetOf(n8n), load, signal),
		);
		results.answers = { naive, naiveWithOurSettings };
	}
	await control.post('/limit', { requestsPerSecond: 7 });
	return results;
}
