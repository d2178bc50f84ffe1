import { setTimeout as pause } from 'node:timers/promises';
import type { BenchStack } from '../benchStack';
import { harness } from '../measure/statements';

/** Until our workflow has nothing left to do. */
export async function settle({ pool, signal }: BenchStack): Promise<void> {
	const deadline = Date.now() + 300_000;
	for (;;) {
		signal.throwIfAborted();
		const { rows } = await pool.query<{ open: number }>(
			`select count(*)::int as open ${harness}
			from amocrm_webhook_events where status in ('pending', 'processing')`,
		);
		const open = rows[0]?.open ?? 0;
		if (open === 0) return;
		if (Date.now() > deadline) throw new Error(`${open} events are still open after 5 minutes`);
		await pause(500);
	}
}

/** Fills the sandbox; the webhooks this makes warm our workflow up. */
export async function createLeads(bench: BenchStack, count: number): Promise<readonly number[]> {
	const { data } = await bench.control.post<{ leadIds: readonly number[] }>('/bulk', {
		leads: count,
		contacts: 300,
		companies: 100,
		changes: 0,
	});
	await settle(bench);
	return data.leadIds;
}

/** Takes away what a load left behind, so that the next measurement starts with an idle workflow. */
export async function dropBacklog(bench: BenchStack): Promise<void> {
	await bench.pool.query(`delete from amocrm_webhook_events where status = 'pending' ${harness}`);
	await settle(bench);
}
