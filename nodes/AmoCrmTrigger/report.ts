import type { IHookFunctions } from 'n8n-workflow';
import { recordSubscription, type Condition } from '../../src/inbox/recordSubscription';
import { messageOf } from '../../src/messageOf';
import { migratedPool } from './database';
import { resumeIfReconnected } from './reconnection';
import { readSettings } from './settings';

export type { Condition };

/** What the database has not taken yet, by queue: a gap is told later rather than never. */
const owed = new Map<string, readonly Condition[]>();

/**
 * Tells the database how the webhook was found, from which it knows since when events are missing, and
 * that amoCRM answers to the credential.
 * Never throws: subscribing is more urgent than writing down.
 */
export async function report(
	context: IHookFunctions,
	condition: Condition,
	accountId: number | undefined,
): Promise<void> {
	const { durable, queue, schema } = readSettings(context);
	if (!durable || context.getMode() === 'manual') return;
	const earlier = owed.get(queue) ?? [];
	owed.set(queue, earlier.at(-1) === condition ? earlier : [...earlier, condition]);
	try {
		const pool = await migratedPool(context, schema);
		for (;;) {
			const [next, ...rest] = owed.get(queue) ?? [];
			if (next === undefined) break;
			await recordSubscription(pool, queue, accountId ?? null, next);
			owed.set(queue, rest);
		}
		if (accountId !== undefined) await resumeIfReconnected(context, pool, accountId);
	} catch (error) {
		context.logger.warn(
			`AmoCRM Trigger: the webhook's condition was not recorded, it will be with the next one: ${messageOf(error)}`,
		);
	}
}
