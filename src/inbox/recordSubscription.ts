import type { Pool } from 'pg';

/** How amoCRM shows the trigger's webhook: it delivers, it was switched off, or it is not there. */
export type Condition = 'active' | 'disabled' | 'missing';

/** Takes down how the webhook was found; opens a recovery when events may be missing (`sql/functions`). */
export async function recordSubscription(
	pool: Pool,
	queue: string,
	accountId: number | null,
	condition: Condition,
): Promise<void> {
	await pool.query('select amocrm_record_subscription($1, $2, $3)', [queue, accountId, condition]);
}
