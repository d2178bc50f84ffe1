import { Router, type Request } from 'express';
import type { SandboxContext } from '../context';
import { documentedRules } from '../oauth/rules';
import { seed } from '../seed/seed';

const since = (request: Request): number => Number(request.query['since'] ?? 0);

/** The last `?limit=` of them; all when it is left out. */
function newest(request: Request, items: readonly unknown[]): readonly unknown[] {
	const limit = Number(request.query['limit'] ?? 0);
	return limit > 0 ? items.slice(-limit) : items;
}

/** What arrived where, how much there is, and a fresh start. */
export function logsControl(context: SandboxContext): Router {
	const { store, requestLog, jarvis, analytics, telegram, faults, throttle, clock } = context;
	const router = Router();
	router.get('/health', (_request, response) => {
		response.json({ status: 'ok', accountId: store.data.account.id });
	});
	router.get('/state', (_request, response) => {
		const { data } = store;
		const live = (table: ReadonlyMap<number, { readonly is_deleted: boolean }>) =>
			[...table.values()].filter(({ is_deleted }) => !is_deleted).length;
		const inState = (state: string) =>
			[...data.deliveries.values()].filter((delivery) => delivery.state === state).length;
		response.json({
			account: data.account,
			leads: live(data.leads),
			contacts: live(data.contacts),
			companies: live(data.companies),
			notes: data.notes.size,
			tasks: data.tasks.size,
			talks: data.talks.size,
			messages: data.messages.size,
			unsorted: data.unsorted.size,
			subscriptions: data.subscriptions.size,
			deliveries: {
				pending: inState('pending'),
				delivered: inState('delivered'),
				failed: inState('failed'),
			},
			requests: requestLog.since(0).length,
			jarvis: jarvis.calls().length,
			analytics: analytics.calls().length,
			telegram: telegram.calls().length,
			faults: faults.list().length,
			clock: { now: new Date(clock.now()).toISOString(), timeScale: clock.scale() },
		});
	});
	router.get('/requests', (request, response) => {
		const seen = requestLog.since(since(request));
		// Bodies name the secret URLs of webhooks: only for who asks.
		const isWithBody = request.query['with'] === 'body';
		const shown = isWithBody
			? seen.map((one) => ({ ...one, body: requestLog.bodyOf(one.seq) }))
			: seen;
		response.json(newest(request, shown));
	});
	router.delete('/requests', (_request, response) => {
		requestLog.clear();
		response.status(204).end();
	});
	for (const [path, receiver] of [
		['/jarvis', jarvis],
		['/analytics', analytics],
		['/telegram', telegram],
	] as const) {
		router.get(path, (request, response) => {
			const after = since(request);
			response.json(
				newest(
					request,
					receiver.calls().filter(({ seq }) => seq > after),
				),
			);
		});
		router.delete(path, (_request, response) => {
			receiver.clear();
			response.status(204).end();
		});
	}
	router.get('/catalogue', (_request, response) => {
		const { pipelines, users } = store.data;
		response.json({ pipelines, users });
	});
	router.post('/reset', (_request, response) => {
		// Subscriptions stay: whoever subscribed (n8n) does not know of the reset.
		const { subscriptions, lastSubscriptionId, oauth } = store.data;
		store.replace({
			...seed({ ...oauth, rules: documentedRules }),
			subscriptions,
			lastSubscriptionId,
		});
		requestLog.clear();
		jarvis.clear();
		analytics.clear();
		telegram.clear();
		faults.remove();
		throttle.reset();
		response.json({ ok: true });
	});
	return router;
}
