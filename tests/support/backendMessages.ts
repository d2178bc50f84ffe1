import type { AmoEvent } from '../../src/events/types';
import { createCrm, leadDetails, type Row } from './crmItems';
import type { TestDatabase } from './database';

/** What a back end is told, as amocrm_lead_message makes it. */
export interface LeadMessage {
	readonly message_id: string;
	readonly account_id: number;
	readonly state: 'current' | 'deleted' | 'not_found';
	readonly lead: Row;
	readonly changed: Row;
	readonly old_status: Row | null;
	readonly events: ReadonlyArray<{ readonly id: number; readonly type: string }>;
}

export interface Claimed {
	readonly message_id: string;
	readonly lease: string;
	readonly idempotency_key: string;
	readonly body: string;
}

export const messageOf = ({ body }: Claimed): LeadMessage => JSON.parse(body) as LeadMessage;

/** A lead as amoCRM answers, so many minutes after the first. */
export const moved = (minutes: number, overrides: object = {}) =>
	leadDetails({ updated_at: 1748268812 + minutes * 60, ...overrides });

/** Short words for what the workflows of the back end do with the database. */
export function createBackend(database: TestDatabase) {
	const crm = createCrm(database);
	let told = 0;
	const claim = async (backendUrl = 'https://app.example.ru/'): Promise<readonly Claimed[]> =>
		(
			await database.pool.query<Claimed>('select * from amocrm_claim_backend_messages($1)', [
				JSON.stringify({ backendUrl }),
			])
		).rows;
	const complete = async (eventIds: readonly unknown[]) =>
		await crm.rows('select amocrm_complete_events($1)', [eventIds]);
	return {
		...crm,
		claim,
		/** The one message to send now; throws when there is another number. */
		async only(): Promise<Claimed> {
			const claimed = await claim();
			if (claimed.length !== 1 || !claimed[0]) throw new Error(`${claimed.length} messages`);
			return claimed[0];
		},
		complete,
		/** An event of the lead comes and is worked off; `details`: what amoCRM answers (null: unknown id). */
		async happens(
			event: string,
			lead: number,
			details: Row | null,
			more: Partial<AmoEvent> = {},
		): Promise<unknown> {
			told += 1;
			const given = { event, entity: 'lead', id: lead, data: { told }, ...more };
			const [item] = await crm.run([given], () => details);
			await complete([item?.['eventId']]);
			return item?.['eventId'];
		},
		/** The back end's answer; null: none. False when another run has the message. */
		answer: async (
			claimed: Claimed | undefined,
			status: number | null,
			error = '',
		): Promise<boolean> =>
			(
				await crm.row('select amocrm_record_backend_message($1, $2, $3, $4) as recorded', [
					claimed?.message_id,
					claimed?.lease,
					status,
					error,
				])
			)['recorded'] as boolean,
		dueNow: () =>
			crm.rows('update amocrm_backend_messages set next_attempt_at = now() where told_at is null'),
	};
}
