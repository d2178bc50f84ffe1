import type { IHookFunctions } from 'n8n-workflow';
import { subscribeToAccepted, webhooksPath } from '../../src/client/subscribeToAccepted';
import { settingsFor } from '../../src/events/catalog';
import { messageOf } from '../../src/messageOf';
import { amoCrmConnection } from '../amoCrmTransport';
import { askForAccount } from './account';
import { migratedPool } from './database';
import { endpointOf, publishEndpoint } from './endpoint';
import { startRenewing, stopRenewing } from './renewal';
import { readSettings } from './settings';
import { report, type Condition } from './report';
import {
	accountOf,
	destinationUrl,
	isTestListener,
	newSecret,
	triggerState,
	type TriggerState,
} from './state';

interface Subscription {
	readonly destination: string;
	readonly settings: readonly string[];
	readonly disabled: boolean;
}

const firstPause = 5_000;
const longestPause = 300_000;

/** Subscriptions that amoCRM has not accepted yet, by node; kept trying until it does or the workflow stops. */
const pending = new Map<string, NodeJS.Timeout>();

const nodeKey = (context: IHookFunctions): string =>
	// Without the mode, in which `delete` differs from `create`: its timers would go on for ever.
	`${context.getWorkflow().id}:${context.getNode().id}:${isTestListener(context)}`;

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
	a.length === b.length && new Set([...a, ...b]).size === a.length;

async function findSubscription(
	context: IHookFunctions,
	destination: string,
): Promise<Subscription | undefined> {
	const { client } = await amoCrmConnection(context);
	const { body } = await client.send({
		method: 'GET',
		path: webhooksPath,
		query: { 'filter[destination]': destination },
	});
	const list = body as { _embedded?: { webhooks?: Subscription[] } } | null | undefined;
	return list?._embedded?.webhooks?.find((webhook) => webhook.destination === destination);
}

const conditionOf = (found: Subscription | undefined): Condition => {
	if (!found) return 'missing';
	return found.disabled ? 'disabled' : 'active';
};

async function unsubscribe(context: IHookFunctions, destination: string): Promise<void> {
	try {
		const { client } = await amoCrmConnection(context);
		await client.send({
			method: 'DELETE',
			path: webhooksPath,
			body: { destination },
		});
	} catch (error) {
		// Best effort: a forgotten subscription costs amoCRM a few refused calls; a throw here costs the activation.
		context.logger.warn(`AmoCRM Trigger: the old webhook was not removed: ${messageOf(error)}`);
	}
}

/** n8n's address of the webhook, unless a proxy in front of n8n gives it a better one. */
const publicAddress = (context: IHookFunctions): string =>
	(context.getMode() === 'manual' ? '' : readSettings(context).publicUrl) ||
	(context.getNodeWebhookUrl('default') ?? '');

const wantedSettings = (context: IHookFunctions): readonly string[] =>
	settingsFor(readSettings(context).subscriptions);

/** What is known by now; the account may follow. Not waited for: a database that hangs must not delay subscribing. */
function tellReceiver(context: IHookFunctions, state: TriggerState): void {
	const settings = readSettings(context);
	const endpoint = endpointOf(settings, accountOf(state));
	void publishEndpoint(context, settings, state.secret, endpoint, migratedPool);
}

/** Creates the subscription, or replaces the events of the one with the same destination. */
async function subscribe(context: IHookFunctions, state: TriggerState): Promise<void> {
	const { client } = await amoCrmConnection(context);
	// `accountId` judges the account block of each body, `userId` names our own changes.
	const account = await askForAccount(context);
	Object.assign(state, account);
	tellReceiver(context, state);
	const wanted = wantedSettings(context);
	state.refusedSettings = [...(await subscribeToAccepted(client, state.destination ?? '', wanted))];
	if (state.refusedSettings.length > 0) {
		context.logger.warn(
			`AmoCRM Trigger: amoCRM does not offer ${state.refusedSettings.join(', ')} for this account; subscribed to the rest`,
		);
	}
	state.isSubscribed = true;
	await report(context, 'active', account.accountId);
}

/** Looks again and again whether amoCRM still has the webhook, and puts it back. */
function keepSubscribed(context: IHookFunctions, state: TriggerState): void {
	startRenewing(context, nodeKey(context), {
		look: async () => conditionOf(await findSubscription(context, state.destination ?? '')),
		subscribe: () => subscribe(context, state),
		accountId: () => state.accountId,
		// Another loop is at it already.
		isBusy: () => pending.has(nodeKey(context)),
	});
}

function keepTrying(context: IHookFunctions, state: TriggerState, pause: number): void {
	const key = nodeKey(context);
	const timer = setTimeout(async () => {
		try {
			await subscribe(context, state);
			pending.delete(key);
			context.logger.info('AmoCRM Trigger: amoCRM accepted the webhook');
		} catch (error) {
			context.logger.error(
				`AmoCRM Trigger: amoCRM did not accept the webhook: ${messageOf(error)}`,
			);
			if (pending.get(key) === timer) {
				keepTrying(context, state, Math.min(pause * 2, longestPause));
			}
		}
	}, pause);
	timer.unref();
	pending.set(key, timer);
}

function stopTrying(context: IHookFunctions): void {
	clearTimeout(pending.get(nodeKey(context)));
	pending.delete(nodeKey(context));
}

/**
 * None of these throws: n8n 2.40 answers a throw by calling `delete`, and after five it gives the
 * activation up for good, across restarts, while amoCRM gets 404 for every event.
 */
export const webhookMethods = {
	default: {
		async checkExists(this: IHookFunctions): Promise<boolean> {
			const state = triggerState(this);
			const url = publicAddress(this);
			if (!state.secret || !url) return false;
			const destination = destinationUrl(url, state.secret);
			if (state.destination !== destination) return false;
			try {
				const found = await findSubscription(this, destination);
				await report(this, conditionOf(found), state.accountId);
				if (!found || found.disabled) return false;
				const refused = new Set(state.refusedSettings);
				const wanted = wantedSettings(this).filter((code) => !refused.has(code));
				const isRight = sameSet(found.settings, wanted);
				if (isRight) keepSubscribed(this, state);
				return isRight;
			} catch (error) {
				this.logger.warn(`AmoCRM Trigger: the webhook could not be checked: ${messageOf(error)}`);
				if (state.isSubscribed === true) keepSubscribed(this, state);
				return state.isSubscribed === true;
			}
		},

		async create(this: IHookFunctions): Promise<boolean> {
			stopTrying(this);
			const state = triggerState(this);
			const previous = state.destination;
			state.secret ??= newSecret();
			state.destination = destinationUrl(publicAddress(this), state.secret);
			state.isSubscribed = false;
			// n8n may start the consumer before there is a key, and amoCRM may be down for long: nobody else would tell.
			tellReceiver(this, state);
			if (previous && previous !== state.destination) await unsubscribe(this, previous);
			try {
				await subscribe(this, state);
			} catch (error) {
				this.logger.error(
					`AmoCRM Trigger: amoCRM did not accept the webhook, trying again in ${firstPause / 1000} s: ${messageOf(error)}`,
				);
				keepTrying(this, state, firstPause);
			}
			keepSubscribed(this, state);
			return true;
		},

		async delete(this: IHookFunctions): Promise<boolean> {
			stopTrying(this);
			stopRenewing(nodeKey(this));
			const state = triggerState(this);
			if (state.destination) await unsubscribe(this, state.destination);
			state.isSubscribed = false;
			return true;
		},
	},
};
