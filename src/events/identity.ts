import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import type { AmoEvent } from './types';

/** Bodies that look the same each time, yet come back only after their opposite, which the inbox sees. */
const isPaired = (event: string): boolean =>
	event.endsWith('.delete') || event.endsWith('.restore');

/**
 * SHA-256 (hex) of account, event, entity, id and the entity's content. amoCRM numbers neither
 * deliveries nor events, so two events are the same when this is.
 *
 * Digital Pipeline hooks carry no time: a second e-mail of the same lead has the same body as the
 * first. With `request` (amoCRM's request id, see `requestId`) such events differ by delivery; without
 * it the second one counts as a repeat.
 */
export function eventIdentity(
	{ accountId, event, entity, id, occurredAt, data }: AmoEvent,
	request: string | null = null,
): string {
	const delivery = occurredAt === null && !isPaired(event) && request !== null ? [request] : [];
	return createHash('sha256')
		.update(canonicalJson([accountId, event, entity, id, data, ...delivery]))
		.digest('hex');
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const sound = /^[\w.:-]{1,128}$/;

/** amoCRM's `X-Amocrm-Requestid`; null where it is missing or odd. */
export function requestId(headers: Headers): string | null {
	const name = Object.keys(headers).find((key) => key.toLowerCase() === 'x-amocrm-requestid');
	const value = name === undefined ? undefined : headers[name];
	const text = typeof value === 'string' ? value : value?.[0];
	return text !== undefined && sound.test(text) ? text : null;
}

/** Names a delivery: amoCRM's request id, else a fresh UUID. */
export const deliveryId = (headers: Headers): string => requestId(headers) ?? randomUUID();
