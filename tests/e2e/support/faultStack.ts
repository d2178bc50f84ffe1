import type { QueryResultRow } from 'pg';
import type { Detours } from '../../../stack/start';
import { eventually } from '../../support/eventually';
import { setTriggerOptions, startTestStack, type TestStack } from './testStack';

export const leaseSeconds = 6;
export const maxAttempts = 4;

export interface JarvisCall {
	readonly body: {
		readonly amocrm_entity_id: string;
		readonly payload: { readonly name?: string };
	};
}

export interface FaultStack extends TestStack {
	rows<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<readonly Row[]>;
	/** Stored events for which the condition holds. */
	count(condition: string): Promise<number>;
	/** Stored events that are pending or in a run. */
	unfinished(): Promise<number>;
	/** Waits until nothing is unfinished. */
	settled(seconds?: number): Promise<unknown>;
	/** What Jarvis took since it was last asked to forget. */
	jarvis(): Promise<readonly JarvisCall[]>;
	/** Sets a fault of the sandbox (docs/guides/sandbox.md). */
	breaks(fault: object): Promise<{ clear(): Promise<unknown> }>;
}

/** A whole stack whose trigger repeats quickly, and short words for what the fault tests ask. */
export async function startFaultStack(
	settings: Parameters<typeof startTestStack>[0] = {},
	detours: Detours = {},
): Promise<FaultStack> {
	const stack = await startTestStack(settings, detours);
	const rows = async <Row extends QueryResultRow>(text: string, values: unknown[] = []) =>
		(await stack.pool.query<Row>(text, values)).rows;
	const count = async (condition: string): Promise<number> => {
		const text = `select count(*)::int as n from amocrm_webhook_events where ${condition}`;
		return (await rows<{ n: number }>(text))[0]?.n ?? -1;
	};
	const unfinished = () => count(`status in ('pending', 'processing')`);
	await setTriggerOptions(await stack.n8n(), { leaseSeconds, maxAttempts, retrySeconds: 1 });
	await stack.answersSteadily();
	return {
		...stack,
		rows,
		count,
		unfinished,
		settled: (seconds = 90) =>
			eventually('nothing is pending any more', async () => (await unfinished()) === 0, seconds),
		jarvis: async () => (await stack.control.get('/jarvis')).data,
		async breaks(fault) {
			const { data } = await stack.control.post('/faults', fault);
			return { clear: () => stack.control.delete(`/faults/${data.id}`) };
		},
	};
}

let time = 1_748_000_000;

/** The body of one lead update with a content of its own. */
export function update(id: number, name = 'x'): string {
	time += 1;
	return `leads[update][0][id]=${id}&leads[update][0][name]=${encodeURIComponent(name)}&leads[update][0][updated_at]=${time}`;
}
