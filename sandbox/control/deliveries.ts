import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { Subscription } from '../entities';
import { problem } from '../problem';
import { masked, type Delivery } from '../webhooks/delivery';
import { input } from './input';

const rawBody = z.object({
	body: z.string(),
	destination: z.string().url().optional(),
	headers: z.record(z.string()).default({}),
});

const iso = (ms: number): string => new Date(ms).toISOString();

const summary = (delivery: Delivery) => ({
	id: delivery.id,
	requestId: delivery.requestId,
	events: delivery.events,
	entityIds: delivery.entityIds,
	destination: masked(delivery.destination),
	state: delivery.state,
	createdAt: iso(delivery.createdAt),
	/** By the sandbox's clock. */
	nextAt: delivery.nextAt === null ? null : iso(delivery.nextAt),
	attempts: delivery.attempts.map(({ at, status, ms, error }) => ({
		at: iso(at),
		status: status === 0 ? null : status,
		ms,
		error,
	})),
});

/** What was sent to whom and how it was answered; `?since=` an id, newest last. */
export function deliveriesControl({ store, deliverer, webhooks }: SandboxContext): Router {
	const router = Router();
	const subscriptionOf = (id: string): Subscription => {
		const subscription = store.data.subscriptions.get(Number(id));
		if (!subscription) throw problem(404, `There is no subscription ${id}.`);
		return subscription;
	};
	router.get('/deliveries', (request, response) => {
		const since = Number(request.query['since'] ?? 0);
		const all = [...store.data.deliveries.values()].filter(({ id }) => id > since);
		const limit = Number(request.query['limit'] ?? 0);
		response.json((limit > 0 ? all.slice(-limit) : all).map(summary));
	});
	router.get('/deliveries/:id', (request, response) => {
		const delivery = store.data.deliveries.get(Number(request.params.id));
		if (!delivery) throw problem(404, `There is no delivery ${request.params.id}.`);
		response.json({ ...summary(delivery), body: delivery.body });
	});
	router.delete('/deliveries', (_request, response) => {
		for (const { id, state } of store.data.deliveries.values()) {
			if (state !== 'pending') store.data.deliveries.delete(id);
		}
		store.touch();
		response.status(204).end();
	});
	router.post('/deliveries/:id/retry', (request, response) => {
		if (!deliverer.retry(Number(request.params.id))) {
			throw problem(404, `There is no delivery ${request.params.id}.`);
		}
		response.status(202).json({ ok: true });
	});
	router.post('/webhooks/raw', (request, response) => {
		const { body, destination, headers } = input(request, rawBody);
		const sent = webhooks.sendRaw(body, destination, headers);
		response.status(202).json({ deliveries: sent.map(({ id }) => id) });
	});
	router.get('/subscriptions', (_request, response) => {
		response.json([...store.data.subscriptions.values()]);
	});
	// As amoCRM does after too many bad answers, and as a person does in amoCRM's settings.
	router.patch('/subscriptions/:id', (request, response) => {
		const { disabled } = input(request, z.object({ disabled: z.boolean() }));
		const subscription = { ...subscriptionOf(request.params.id), disabled };
		store.data.subscriptions.set(subscription.id, subscription);
		store.touch();
		response.json(subscription);
	});
	router.delete('/subscriptions/:id', (request, response) => {
		store.data.subscriptions.delete(subscriptionOf(request.params.id).id);
		store.touch();
		response.status(204).end();
	});
	return router;
}
