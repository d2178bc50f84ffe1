import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { decode } from '../../src/events/decode';
import { matches } from '../../src/events/filter';
import { deliveryId, eventIdentity, requestId } from '../../src/events/identity';
import { normalise } from '../../src/events/normalise';
import type { AmoEvent } from '../../src/events/types';
import { enqueue } from '../../src/inbox/enqueue';
import type { NewEvent } from '../../src/inbox/types';
import { knownAccount, type Account } from './account';
import { databasePool } from './database';
import { toItem } from './item';
import { readSettings, type TriggerSettings } from './settings';
import { isSecret, triggerState } from './state';

type Request = ReturnType<IWebhookFunctions['getRequestObject']> & {
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
};

const answer = (
	context: IWebhookFunctions,
	status: number,
	body: Readonly<Record<string, unknown>>,
): IWebhookResponseData => {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
};

/** n8n's own form parser drops everything after 1000 pairs; only the raw body is whole. */
async function rawBody(request: Request): Promise<Buffer> {
	if (!request.rawBody) await request.readRawBody?.();
	return request.rawBody ?? Buffer.alloc(0);
}

const skipReason = (
	event: AmoEvent,
	settings: TriggerSettings,
	account: Account | null,
): string | null => {
	const verdict = matches(event, {
		events: settings.events,
		pipelines: settings.pipelines,
		statuses: settings.statuses,
		ignoreUserIds: settings.ignoreOwnChanges && account ? [account.userId] : [],
	});
	return verdict === true ? null : verdict;
};

/**
 * Answers one webhook call of amoCRM. Never throws: n8n would store a failed execution and answer
 * 500. HTTP 200 means stored (durable) or started (immediate); 403 a stranger or another account;
 * 413 too large; 503 not stored, so that amoCRM sends it again.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		return await handle(context);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		context.logger.error(`AmoCRM Trigger: a webhook was not stored: ${message}`);
		return answer(context, 503, { error: 'not stored, send it again' });
	}
}

async function handle(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as Request;
	const state = triggerState(context);
	const settings = readSettings(context);
	if (!isSecret(request.query['key'], state.secret)) {
		context.logger.warn('AmoCRM Trigger: a call without the right key was refused');
		return answer(context, 403, { error: 'wrong or missing key' });
	}
	const body = await rawBody(request);
	if (body.length > settings.bodyLimitBytes) {
		context.logger.error(`AmoCRM Trigger: a body of ${body.length} bytes is over the limit`);
		return answer(context, 413, { error: `a body may have ${settings.bodyLimitBytes} bytes` });
	}
	const own = knownAccount(context, state);

	const decoded = decode(body);
	const { account, events, problems } = normalise(decoded, { accountId: own?.accountId ?? null });
	if (account?.id != null && own && account.id !== own.accountId) {
		context.logger.error(
			`AmoCRM Trigger: an event of account ${account.id} was refused, the credential belongs to ${own.accountId}`,
		);
		return answer(context, 403, { error: `account ${account.id} is not served here` });
	}

	const delivery = deliveryId(request.headers);
	const sentAs = requestId(request.headers);
	const identity = (event: AmoEvent) => eventIdentity(event, sentAs);
	if (!settings.durable || context.getMode() === 'manual') {
		const items = events
			.filter((event) => skipReason(event, settings, own) === null)
			.map((event) => toItem(event, { deliveryId: delivery, eventId: identity(event) }));
		if (items.length === 0) return answer(context, 200, { received: events.length, started: 0 });
		// n8n sends this answer itself, once the execution is on record.
		return { workflowData: [items], webhookResponse: { received: events.length } };
	}

	const stored = await enqueue(await databasePool(context, settings.schema), {
		queue: settings.queue,
		deliveryId: delivery,
		problems,
		rawBody: body,
		dedupeWindowSeconds: settings.dedupeWindowSeconds,
		events: events.map(
			(event): NewEvent => ({
				event,
				identity: identity(event),
				skipReason: skipReason(event, settings, own),
			}),
		),
	});
	return answer(context, 200, {
		received: stored.length,
		duplicates: stored.filter(({ duplicate }) => duplicate).length,
	});
}
