import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from './canonicalJson';
import type { AmoEvent } from './types';

/**
 * SHA-256 (hex) of account, event, entity, id and the entity's content. amoCRM numbers neither
 * deliveries nor events, so two events are the same when this is.
 */
export function eventIdentity({ accountId, event, entity, id, data }: AmoEvent): string {
	return createHash('sha256')
		.update(canonicalJson([accountId, event, entity, id, data]))
		.digest('hex');
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const requestId = /^[\w.:-]{1,128}$/;

/** amoCRM's `X-Amocrm-Requestid`, a fresh UUID where it is missing or odd. */
export function deliveryId(headers: Headers): string {
	const name = Object.keys(headers).find((key) => key.toLowerCase() === 'x-amocrm-requestid');
	const value = name === undefined ? undefined : headers[name];
	const text = typeof value === 'string' ? value : value?.[0];
	return text !== undefined && requestId.test(text) ? text : randomUUID();
}
