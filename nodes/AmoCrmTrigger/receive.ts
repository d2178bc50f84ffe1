import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { enqueueTogether } from '../../src/inbox/enqueueTogether';
import { messageOf } from '../../src/messageOf';
import { notStored, stored, wrongKey, type Answer, type Refusal } from '../../src/webhook/answer';
import { readWebhook } from '../../src/webhook/readWebhook';
import { knownAccount } from './account';
import { countCall } from './burst';
import { databasePool } from './database';
import { endpointOf, publishEndpoint } from './endpoint';
import { toItem } from './item';
import { readSettings } from './settings';
import { isSecret, knownState } from './state';

type Request = ReturnType<IWebhookFunctions['getRequestObject']> & {
	rawBody?: Buffer;
	readRawBody?: () => Promise<void>;
};

function answer(context: IWebhookFunctions, { status, body }: Answer): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

function refuse(context: IWebhookFunctions, refusal: Refusal): IWebhookResponseData {
	context.logger.warn(`AmoCRM Trigger: ${refusal.log}`);
	return answer(context, refusal);
}

/** n8n's own form parser drops everything after 1000 pairs; only the raw body is whole. */
async function rawBody(request: Request): Promise<Buffer> {
	if (!request.rawBody) await request.readRawBody?.();
	return request.rawBody ?? Buffer.alloc(0);
}

/**
 * Answers one webhook call of amoCRM. Never throws: n8n would store a failed execution and answer
 * 500. HTTP 200 means stored (durable) or started (immediate); 403 a stranger or another account;
 * 413 too large; 503 not stored, so that amoCRM sends it again.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	countCall();
	try {
		return await handle(context);
	} catch (error) {
		context.logger.error(`AmoCRM Trigger: a webhook was not stored: ${messageOf(error)}`);
		return answer(context, notStored);
	}
}

async function handle(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject() as Request;
	const state = knownState(context);
	if (!isSecret(request.query['key'], state.secret)) return refuse(context, wrongKey);

	const settings = readSettings(context);
	const endpoint = endpointOf(settings, knownAccount(context, state));
	const { delivery, refusal } = readWebhook(await rawBody(request), request.headers, endpoint);
	if (refusal) return refuse(context, refusal);

	if (settings.durable && context.getMode() !== 'manual') {
		const pool = await databasePool(context, settings.schema);
		const events = await enqueueTogether(pool, delivery);
		void publishEndpoint(context, settings, state.secret, endpoint);
		return answer(context, stored(events));
	}
	const { events, deliveryId } = delivery;
	const items = events
		.filter(({ skipReason }) => skipReason === null)
		.map(({ event, identity }) => toItem(event, { deliveryId, eventId: identity }));
	if (items.length === 0) {
		return answer(context, { status: 200, body: { received: events.length, started: 0 } });
	}
	// n8n sends this answer itself, once the execution is on record.
	return { workflowData: [items], webhookResponse: { received: events.length } };
}
