import { createHash } from 'node:crypto';
import type { AmoEvent } from '../../src/events/types';
import type { Delivery, NewEvent } from '../../src/inbox/types';

export const testQueue = 'test-queue';

/** An event with an identity of its own unless an equal one was made before. */
export function newEvent(
	event: Partial<AmoEvent> = {},
	skipReason: string | null = null,
): NewEvent {
	const entity = event.entity ?? 'lead';
	const whole: AmoEvent = {
		event: `${entity}.update`,
		entity,
		id: 1,
		accountId: 28805383,
		occurredAt: '2025-05-26T14:13:32.000Z',
		changes: {},
		parent: null,
		changedBy: null,
		data: {},
		...event,
	};
	const identity = createHash('sha256').update(JSON.stringify(whole)).digest('hex');
	return { event: whole, identity, skipReason };
}

export const delivery = (
	events: readonly NewEvent[],
	overrides: Partial<Delivery> = {},
): Delivery => ({
	queue: testQueue,
	deliveryId: '5f7d2c1e-0000-4000-8000-000000000001',
	events,
	problems: [],
	rawBody: Buffer.from('leads[update][0][id]=1'),
	dedupeWindowSeconds: 86_400,
	...overrides,
});
