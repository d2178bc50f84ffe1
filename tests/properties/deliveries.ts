import fc from 'fast-check';
import { eventIdentity } from '../../src/events/identity';
import type { AmoEvent } from '../../src/events/types';
import type { Delivery } from '../../src/inbox/types';
import { delivery } from '../support/inboxEvents';

export const windowHours = 24;

const timed = fc.constantFrom('add', 'update', 'status');
const untimed = fc.constantFrom('delete', 'restore');
const start = Date.parse('2025-05-26T14:13:32.000Z');

/** So few entities, accounts and contents that random events meet each other. */
const eventOf = (action: fc.Arbitrary<string>): fc.Arbitrary<AmoEvent> =>
	fc
		.record({
			action,
			entity: fc.constantFrom('lead', 'contact'),
			id: fc.constantFrom(1, 2, null, '0cb4a1d2-7c1e-4a53-9a41-1d6f3f0f1a2b'),
			accountId: fc.constantFrom(28_805_383, 28_805_384, null),
			minute: fc.nat(1),
			v: fc.nat(1),
		})
		.map(({ action: name, entity, id, accountId, minute, v }) => {
			const isTimed = name !== 'delete' && name !== 'restore';
			const time = new Date(start + minute * 60_000).toISOString();
			return {
				event: `${entity}.${name}`,
				entity,
				id,
				accountId,
				occurredAt: isTimed ? time : null,
				changes: {},
				parent: null,
				changedBy: null,
				data: isTimed ? { v, updated_at: time } : {},
			};
		});

export const timedEvent = eventOf(timed);
export const anyEvent = fc.oneof(eventOf(timed), eventOf(untimed));

/** Deletes and restores of one lead: the hard part of decision 0001. */
export const undatedEvent = fc.constantFrom('delete', 'restore').map(
	(action): AmoEvent => ({
		...{ event: `lead.${action}`, entity: 'lead', id: 1, accountId: 28_805_383 },
		...{ occurredAt: null, changes: {}, parent: null, changedBy: null, data: {} },
	}),
);

export interface Sent {
	readonly queue: string;
	readonly events: readonly AmoEvent[];
}

export const sentOf = (event: fc.Arbitrary<AmoEvent>): fc.Arbitrary<Sent> =>
	fc.record({
		queue: fc.constantFrom('trigger-1', 'trigger-1', 'trigger-2'),
		events: fc.array(event, { minLength: 1, maxLength: 5 }),
	});

export const asDelivery = ({ queue, events }: Sent): Delivery =>
	delivery(
		events.map((event) => ({ event, identity: eventIdentity(event), skipReason: null })),
		{ queue, dedupeWindowSeconds: windowHours * 3_600 },
	);
