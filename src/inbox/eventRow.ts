import { createHash } from 'node:crypto';
import { storable, storableText } from '../storable';
import type { Delivery, NewEvent } from './types';

export const unreadableEvent = 'delivery.unreadable';

/** An index entry has 2,704 bytes; a sender could choose a longer name or id and block the whole body. */
const longestName = 200;
const mostProblems = 20;
const longestProblem = 500;

/** One element of `p_events` of `amocrm_enqueue_events`. */
export type EventRow = Readonly<Record<string, unknown>>;

interface RawBody {
	readonly raw: string;
	readonly encoding: 'utf8' | 'base64';
}

/** The body so that it can be restored byte for byte. */
function rawBody(body: Buffer): RawBody {
	const text = body.toString('utf8');
	const isText = !text.includes('\0') && Buffer.from(text, 'utf8').equals(body);
	return isText
		? { raw: text, encoding: 'utf8' }
		: { raw: body.toString('base64'), encoding: 'base64' };
}

const name = (value: unknown): string => storableText(String(value)).slice(0, longestName);

const optionalName = (value: unknown): string | null => (value == null ? null : name(value));

const optionalText = (value: string | null): string | null =>
	value === null ? null : storableText(value);

const integer = (value: unknown): number | null =>
	Number.isSafeInteger(value) ? Number(value) : null;

/** Null for what PostgreSQL would refuse; four-digit years only. */
function instant(value: string | null): string | null {
	const time = value === null ? NaN : Date.parse(value);
	if (Number.isNaN(time)) return null;
	const text = new Date(time).toISOString();
	return /^\d{4}-/.test(text) && !text.startsWith('0000') ? text : null;
}

const readable = (problems: readonly string[]): readonly string[] =>
	problems.slice(0, mostProblems).map((problem) => storableText(problem).slice(0, longestProblem));

function changedNames({ event }: NewEvent): readonly string[] {
	const names = [event.event, event.entity, event.id, event.parent?.entity, event.parent?.id];
	const isChanged = names.some((value) => value != null && name(value) !== String(value));
	return isChanged
		? ['a name or id is too long or not storable: the columns hold a shortened one']
		: [];
}

interface Kept {
	/** Whether an event of this body keeps it whole already. */
	body: boolean;
}

function eventRow(item: NewEvent, delivery: Delivery, isFirst: boolean, kept: Kept): EventRow {
	const { event, identity, skipReason } = item;
	const payload = storable(event.data);
	const changes = storable(event.changes);
	const notes = [...new Set([...changedNames(item), ...payload.notes, ...changes.notes])];
	// The body's problems and the body itself once: events of one call share its delivery id. A copy in each
	// event would make 100 MB of 40 KB of broken ones.
	const problems = readable([...notes, ...(isFirst ? delivery.problems : [])]);
	const isKept = !kept.body && (notes.length > 0 || (isFirst && problems.length > 0));
	kept.body ||= isKept;
	return {
		content_hash: identity,
		event_type: name(event.event),
		entity_type: name(event.entity),
		amocrm_entity_id: optionalName(event.id),
		account_id: integer(event.accountId),
		occurred_at: instant(event.occurredAt),
		payload: payload.value,
		changes: changes.value,
		parent_type: optionalName(event.parent?.entity),
		parent_id: optionalName(event.parent?.id),
		changed_by: integer(event.changedBy),
		delivery_id: optionalText(delivery.deliveryId),
		status: skipReason === null ? 'pending' : 'skipped',
		metadata: {
			...(skipReason === null ? {} : { skip_reason: storableText(skipReason) }),
			...(problems.length > 0 ? { problems } : {}),
			...(isKept ? { raw_body: rawBody(delivery.rawBody) } : {}),
		},
	};
}

function unreadableRow({ problems, rawBody: body, deliveryId }: Delivery): EventRow {
	const reason =
		readable(problems).join('; ') || (body.length === 0 ? 'the body is empty' : 'no event in it');
	return {
		content_hash: createHash('sha256').update('unreadable\n').update(body).digest('hex'),
		event_type: unreadableEvent,
		entity_type: 'delivery',
		delivery_id: optionalText(deliveryId),
		payload: rawBody(body),
		status: 'dead',
		last_error: `The body could not be read as amoCRM's webhook: ${reason}`,
		metadata: { problems: readable(problems), bytes: body.length },
	};
}

/** The rows of one webhook call. Any content gives rows that PostgreSQL takes; a body without events gives one dead row. */
export function eventRows(delivery: Delivery): readonly EventRow[] {
	if (delivery.events.length === 0) return [unreadableRow(delivery)];
	const seen = new Set<string>();
	const kept: Kept = { body: false };
	return delivery.events.map((item, index) => {
		const row = eventRow(item, delivery, index === 0, kept);
		// Twice in one body is not sent twice.
		if (seen.has(item.identity)) return { ...row, is_echo: true };
		seen.add(item.identity);
		return row;
	});
}
