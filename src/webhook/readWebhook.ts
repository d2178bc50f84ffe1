import type { IncomingHttpHeaders } from 'node:http';
import { decode } from '../events/decode';
import { matches } from '../events/filter';
import { deliveryId, eventIdentity, requestId } from '../events/identity';
import { normalise } from '../events/normalise';
import type { AmoEvent } from '../events/types';
import type { Delivery, NewEvent } from '../inbox/types';
import { otherAccount, tooLarge, type Refusal } from './answer';
import type { Endpoint } from './endpoint';

export type Reading =
	| { readonly delivery: Delivery; readonly refusal?: never }
	| { readonly refusal: Refusal; readonly delivery?: never };

function skipReason(event: AmoEvent, endpoint: Endpoint): string | null {
	const { account, ignoreOwnChanges } = endpoint;
	const verdict = matches(event, {
		...endpoint,
		ignoreUserIds: ignoreOwnChanges && account ? [account.userId] : [],
	});
	return verdict === true ? null : verdict;
}

/** Reads a call whose key was right. Never throws: what cannot be read is a delivery without events. */
export function readWebhook(
	body: Buffer,
	headers: IncomingHttpHeaders,
	endpoint: Endpoint,
): Reading {
	const { account: own, bodyLimitBytes, queue, dedupeWindowSeconds } = endpoint;
	if (body.length > bodyLimitBytes) return { refusal: tooLarge(bodyLimitBytes, body.length) };
	const decoded = decode(body);
	const { account, events, problems } = normalise(decoded, { accountId: own?.accountId ?? null });
	if (account?.id != null && own && account.id !== own.accountId) {
		return { refusal: otherAccount(account.id, own.accountId) };
	}
	const sentAs = requestId(headers);
	return {
		delivery: {
			queue,
			deliveryId: deliveryId(headers),
			problems,
			rawBody: body,
			dedupeWindowSeconds,
			events: events.map(
				(event): NewEvent => ({
					event,
					identity: eventIdentity(event, sentAs),
					skipReason: skipReason(event, endpoint),
				}),
			),
		},
	};
}
