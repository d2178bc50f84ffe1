import { Router } from 'express';
import { z } from 'zod';
import { actor } from '../auth';
import type { Subscription } from '../entities';
import { sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, validationFailed } from '../problem';
import { branch, parseQuery, text } from '../query';
import type { Store } from '../store';
import { problemOf } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

const perAccount = 100;

const newSubscription = z.object({
	destination: z.string(),
	settings: z.array(z.string().min(1)).min(1),
	sort: z.number().int().optional(),
});

const oldSubscription = z.object({ destination: z.string() });

function read<T>(schema: z.ZodType<T>, body: unknown): T {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	throw validationFailed([{ request_id: '0', errors: parsed.error.issues.map(problemOf) }]);
}

const isWebAddress = (destination: string): boolean =>
	/^https?:\/\/[\x21-\x7e]+$/.test(destination) && URL.canParse(destination);

/** Subscriptions are known by their destination: the same one again replaces the settings. */
export function webhooksRouter(store: Store): Router {
	const router = Router();
	const model = (subscription: Subscription) => ({
		id: subscription.id,
		destination: subscription.destination,
		created_at: subscription.created_at,
		updated_at: subscription.updated_at,
		account_id: store.data.account.id,
		created_by: subscription.created_by,
		sort: subscription.sort,
		disabled: subscription.disabled,
		settings: subscription.settings,
	});
	const all = () => [...store.data.subscriptions.values()];

	router
		.route('/webhooks')
		.all(requireAdmin(store))
		.get((request, response) => {
			const filter = branch(parseQuery(request.originalUrl.split('?')[1])['filter']);
			const wanted = text(filter?.['destination']);
			const found = all().filter(
				({ destination }) => wanted === undefined || destination === wanted,
			);
			if (found.length === 0) {
				response.status(204).end();
				return;
			}
			sendHal(response, {
				_total_items: found.length,
				_embedded: { webhooks: found.map(model) },
			});
		})
		.post((request, response) => {
			const { destination, settings, sort } = read(newSubscription, jsonBody(request));
			if (!isWebAddress(destination)) throw problem(422, 'Invalid URL');
			const existing = all().find((subscription) => subscription.destination === destination);
			if (!existing && all().length >= perAccount) {
				throw problem(422, `Limit ${perAccount} webhooks per account`);
			}
			const now = Math.floor(Date.now() / 1000);
			if (!existing) store.data.lastSubscriptionId += 1;
			const saved: Subscription = {
				id: existing?.id ?? store.data.lastSubscriptionId,
				destination,
				created_at: existing?.created_at ?? now,
				updated_at: now,
				created_by: existing?.created_by ?? actor(response.locals),
				sort: sort ?? existing?.sort ?? all().length + 1,
				disabled: false,
				settings: [...new Set(settings)],
			};
			store.data.subscriptions.set(saved.id, saved);
			store.touch();
			sendHal(response, model(saved), 201);
		})
		.delete((request, response) => {
			const { destination } = read(oldSubscription, jsonBody(request));
			const existing = all().find((subscription) => subscription.destination === destination);
			if (!existing) throw problem(404, 'Webhook not found');
			store.data.subscriptions.delete(existing.id);
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
