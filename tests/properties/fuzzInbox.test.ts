import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { deliveryRows, enqueue } from '../../src/inbox/enqueue';
import { storable } from '../../src/storable';
import type { Delivery } from '../../src/inbox/types';
import type { Endpoint } from '../../src/webhook/endpoint';
import { readWebhook } from '../../src/webhook/readWebhook';
import { useInbox } from '../support/inboxDatabase';
import { testQueue } from '../support/inboxEvents';
import { nearlyAmoCrm, piece, syntaxSoup } from './hostileBodies';
import { mutatedBody } from './mutatedBodies';
import { patience, runs } from './runs';

const inbox = useInbox();

const endpoint: Endpoint = {
	...{ queue: testQueue, account: null, bodyLimitBytes: 1_000_000, dedupeWindowSeconds: 86_400 },
	...{ events: [], pipelines: [], statuses: [], ignoreOwnChanges: false },
};

const fuzzed = fc.oneof({ weight: 4, arbitrary: mutatedBody }, nearlyAmoCrm, syntaxSoup);

function deliveryOf(body: Buffer): Delivery {
	const { delivery } = readWebhook(body, {}, endpoint);
	if (!delivery) throw new Error('A body of an account that nobody chose was refused.');
	return delivery;
}

const unstorable = /[\0\p{Surrogate}]/u;

/** The first text that neither `text` nor `jsonb` takes. */
function refusedText(value: unknown): string | undefined {
	if (typeof value === 'string') return unstorable.test(value) ? value : undefined;
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, member] of Object.entries(value)) {
		const found = refusedText(key) ?? refusedText(member);
		if (found !== undefined) return found;
	}
	return undefined;
}

const pure = 6_000;

test(
	'a damaged body gives a row for each event or one dead row, and nothing jsonb refuses',
	() =>
		fc.assert(
			fc.property(fuzzed, (body) => {
				const delivery = deliveryOf(body);
				const { json, count } = deliveryRows(delivery);
				const rows = JSON.parse(`[${json}]`) as { readonly payload: unknown }[];
				expect(rows).toHaveLength(Math.max(1, delivery.events.length));
				expect(count).toBe(rows.length);
				expect(refusedText(rows)).toBeUndefined();
			}),
			runs(pure),
		),
	patience(pure, 5),
);

test('what is stored of a repeated piece grows with its length, not with its square', () => {
	const stored = (part: string, length: number): number =>
		deliveryRows(deliveryOf(Buffer.from(part.repeat(Math.ceil(length / part.length))))).json.length;
	fc.assert(
		fc.property(piece, fc.constantFrom('', '&', '=1&', '&='), (part, between) => {
			const small = stored(`${part}${between}`, 2_000);
			expect(stored(`${part}${between}`, 16_000) / small).toBeLessThan(8 * 3);
		}),
		runs(250),
	);
});

const rawBodyOf = (stored: unknown): Buffer => {
	const { raw, encoding } = stored as { raw: string; encoding: BufferEncoding };
	return Buffer.from(raw, encoding);
};

const cases = 400;

test(
	'PostgreSQL takes every damaged body, and what it holds is what was read',
	() =>
		fc.assert(
			fc.asyncProperty(fuzzed, async (body) => {
				const delivery = deliveryOf(body);
				const results = await enqueue(inbox.pool, delivery);
				const { rows } = await inbox.pool.query<{ row_id: string; payload: unknown }>(
					`select id::text as row_id, payload from amocrm_webhook_events where id = any($1)`,
					[results.map(({ eventId }) => eventId)],
				);
				const stored = new Map(rows.map(({ row_id: id, payload }) => [id, payload]));
				expect(results).toHaveLength(Math.max(1, delivery.events.length));
				for (const [at, { eventId }] of results.entries()) {
					const event = delivery.events[at]?.event;
					if (event) deepStrictEqual(stored.get(eventId), storable(event.data).value);
					else expect(rawBodyOf(stored.get(eventId)).equals(body)).toBe(true);
				}
			}),
			runs(cases),
		),
	patience(cases),
);
