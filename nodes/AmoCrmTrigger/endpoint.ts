import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';
import { saveEndpoint } from '../../src/inbox/endpoints';
import { messageOf } from '../../src/messageOf';
import type { Account, Endpoint } from '../../src/webhook/endpoint';
import { databasePool } from './database';
import type { TriggerSettings } from './settings';

/** What the node's settings and its credential say about answering webhooks. */
export const endpointOf = (settings: TriggerSettings, account: Account | null): Endpoint => ({
	queue: settings.queue,
	account,
	bodyLimitBytes: settings.bodyLimitBytes,
	dedupeWindowSeconds: settings.dedupeWindowSeconds,
	events: settings.events,
	pipelines: settings.pipelines,
	statuses: settings.statuses,
	ignoreOwnChanges: settings.ignoreOwnChanges,
});

/** What this process wrote last, by queue. */
const written = new Map<string, string>();

/**
 * Lets the receiver answer in this trigger's name. Costs nothing while nothing has changed. A failure
 * is only told: webhooks go on, and the next one tries again.
 */
export async function publishEndpoint(
	context: IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	settings: TriggerSettings,
	key: string | undefined,
	endpoint: Endpoint,
	openPool = databasePool,
): Promise<void> {
	if (key === undefined || !settings.durable || context.getMode() === 'manual') return;
	const text = JSON.stringify([key, settings.schema, endpoint]);
	if (written.get(endpoint.queue) === text) return;
	written.set(endpoint.queue, text);
	try {
		await saveEndpoint(await openPool(context, settings.schema), key, endpoint);
	} catch (error) {
		written.delete(endpoint.queue);
		context.logger.warn(
			`AmoCRM Trigger: the receiver was not told of this trigger: ${messageOf(error)}`,
		);
	}
}
