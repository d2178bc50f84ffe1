import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Faults } from '../faults';
import type { Store } from '../store';
import { isAccepted, pauseBefore, type Attempt, type Delivery } from './delivery';
import { post } from './post';
import { createQueue } from './queue';

export type NewDelivery = Pick<
	Delivery,
	'subscriptionId' | 'destination' | 'events' | 'entityIds' | 'body' | 'headers'
>;

export interface Deliverer {
	send(delivery: NewDelivery): Delivery;
	/** Attempts it now, whatever its state. False when there is no such delivery. */
	retry(id: number): boolean;
	/** Waits again for the attempts that the state file kept. */
	resume(): void;
	stop(): void;
}

const disableAfter = 100;
const disableWindowMs = 2 * 3600 * 1000;
/** Ended deliveries kept for people to look at. */
const keptDeliveries = 20_000;

/** Attempts bodies on amoCRM's schedule and switches a subscription off after too many bad answers. */
export function createDeliverer(store: Store, clock: Clock, faults: Faults): Deliverer {
	const enqueueJob = createQueue();
	/** Clock times of bad answers, by subscription. */
	const badAnswers = new Map<number, readonly number[]>();
	let isStopped = false;

	const save = (delivery: Delivery): Delivery => {
		const { deliveries } = store.data;
		deliveries.set(delivery.id, delivery);
		if (deliveries.size > keptDeliveries) {
			const ended = [...deliveries.values()].find(({ state }) => state !== 'pending');
			if (ended) deliveries.delete(ended.id);
		}
		store.touch();
		return delivery;
	};

	const countBadAnswer = (subscriptionId: number) => {
		const since = clock.now() - disableWindowMs;
		const earlier = badAnswers.get(subscriptionId) ?? [];
		const bad = [...earlier.filter((at) => at > since), clock.now()];
		badAnswers.set(subscriptionId, bad);
		const subscription = store.data.subscriptions.get(subscriptionId);
		if (subscription && bad.length > disableAfter) {
			store.data.subscriptions.set(subscriptionId, { ...subscription, disabled: true });
			badAnswers.delete(subscriptionId);
		}
	};

	const attempt = async ({ destination, body, headers, requestId }: Delivery): Promise<Attempt> => {
		const at = Date.now();
		const fault = await faults.take('webhooks', { path: destination, method: 'POST', body });
		const ms = Date.now() - at;
		if (fault?.drop) return { at, status: 0, ms, error: 'dropped by a fault' };
		if (fault?.status) return { at, status: fault.status, ms, error: 'answered by a fault' };
		return post(destination, body, { 'X-Amocrm-Requestid': requestId, ...headers });
	};

	/** Unsubscribed or switched off since: amoCRM sends such a delivery no more. */
	const isOrphan = ({ subscriptionId }: Delivery): boolean =>
		subscriptionId !== null && store.data.subscriptions.get(subscriptionId)?.disabled !== false;

	const run = async (id: number, isForced: boolean): Promise<void> => {
		const delivery = store.data.deliveries.get(id);
		if (isStopped || !delivery) return;
		if (!isForced && isOrphan(delivery)) {
			save({ ...delivery, state: 'failed', nextAt: null });
			return;
		}
		const made = await attempt(delivery);
		const current = store.data.deliveries.get(id);
		// After a reset the same number is another delivery.
		if (isStopped || current?.requestId !== delivery.requestId) return;
		const attempts = [...current.attempts, made];
		const isGood = isAccepted(made.status);
		if (!isGood && current.subscriptionId !== null) countBadAnswer(current.subscriptionId);
		const pause = isGood ? null : pauseBefore(attempts.length, made.status);
		const nextAt = pause === null ? null : clock.now() + pause;
		const state = isGood ? 'delivered' : nextAt === null ? 'failed' : 'pending';
		save({ ...current, attempts, nextAt, state });
		if (nextAt !== null) waitFor(id, nextAt);
	};

	const enqueue = (id: number, destination: string, isForced = false) =>
		enqueueJob(destination, () => run(id, isForced));

	const waitFor = (id: number, due: number) =>
		clock.at(due, () => {
			const delivery = store.data.deliveries.get(id);
			if (delivery?.nextAt === due) enqueue(id, delivery.destination);
		});

	return {
		send(fields) {
			store.data.lastDeliveryId += 1;
			const delivery = save({
				id: store.data.lastDeliveryId,
				requestId: randomUUID(),
				createdAt: Date.now(),
				attempts: [],
				state: 'pending',
				nextAt: null,
				...fields,
			});
			enqueue(delivery.id, delivery.destination);
			return delivery;
		},
		retry(id) {
			const delivery = store.data.deliveries.get(id);
			if (!delivery) return false;
			save({ ...delivery, state: 'pending', nextAt: null });
			enqueue(id, delivery.destination, true);
			return true;
		},
		resume() {
			for (const { id, destination, state, nextAt } of store.data.deliveries.values()) {
				if (state !== 'pending') continue;
				if (nextAt === null) enqueue(id, destination);
				else waitFor(id, nextAt);
			}
		},
		stop() {
			isStopped = true;
		},
	};
}
