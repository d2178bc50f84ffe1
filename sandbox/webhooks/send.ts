import { accountUrl } from '../data';
import type { Store } from '../store';
import type { Deliverer } from './deliver';
import type { Delivery } from './delivery';
import { encode } from './encode';
import { render, type RenderedChange } from './render';

export interface Webhooks {
	/** Sends `body` as it is, to one destination or to every enabled subscription. */
	sendRaw(
		body: string,
		destination: string | undefined,
		headers: Readonly<Record<string, string>>,
	): readonly Delivery[];
	/** Event blocks handed to at least one subscription since the start. */
	sentEvents(): number;
}

/** A cautious guess: captured bodies hold up to seven; amoCRM publishes no limit. */
const blocksPerBody = 50;

function bodies(changes: readonly RenderedChange[]): ReadonlyArray<readonly RenderedChange[]> {
	const groups = new Map<string, RenderedChange[][]>();
	for (const change of changes) {
		const key = `${change.root}[${change.action}]`;
		const chunks = groups.get(key) ?? [];
		const last = chunks.at(-1);
		if (last && last.length < blocksPerBody) last.push(change);
		else chunks.push([change]);
		groups.set(key, chunks);
	}
	return [...groups.values()].flat();
}

/** Turns what the store tells of into deliveries: one body per subscription, kind and action. */
export function createWebhooks(store: Store, deliverer: Deliverer): Webhooks {
	let sentEvents = 0;

	const enabled = () => [...store.data.subscriptions.values()].filter(({ disabled }) => !disabled);

	store.onChange((changes) => {
		const { data } = store;
		const { id, subdomain } = data.account;
		const account = { subdomain, id, _links: { self: accountUrl(data) } };
		const rendered = changes.map((change) => render(data, change));
		const wanted = new Set<RenderedChange>();
		for (const subscription of enabled()) {
			const settings = new Set(subscription.settings);
			const own = rendered.filter(({ codes }) => codes.some((code) => settings.has(code)));
			for (const group of bodies(own)) {
				const { root, action } = group[0] as RenderedChange;
				deliverer.send({
					subscriptionId: subscription.id,
					destination: subscription.destination,
					events: [`${root}[${action}]`],
					entityIds: group.map(({ entityId }) => entityId),
					body: encode({ account, [root]: { [action]: group.map(({ block }) => block) } }),
					headers: {},
				});
			}
			own.forEach((change) => wanted.add(change));
		}
		sentEvents += wanted.size;
	});

	return {
		sentEvents: () => sentEvents,
		sendRaw(body, destination, headers) {
			const targets =
				destination === undefined
					? enabled().map((subscription) => ({
							subscriptionId: subscription.id,
							destination: subscription.destination,
						}))
					: [{ subscriptionId: null, destination }];
			return targets.map((target) =>
				deliverer.send({ ...target, events: ['raw'], entityIds: [], body, headers }),
			);
		},
	};
}
