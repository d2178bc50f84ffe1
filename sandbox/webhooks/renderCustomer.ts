import type { Change } from '../changes';
import type { Data } from '../data';
import type { Encodable } from './encode';

type CustomerChange = Extract<Change, { kind: 'customers' }>;

/** Only the members that consumers are known to read: amoCRM has published no such body. */
export function customerBlock(data: Data, { action, after: customer }: CustomerChange): Encodable {
	if (action === 'delete') return { id: customer.id };
	return {
		id: customer.id,
		name: customer.name,
		next_price: customer.next_price,
		next_date: customer.next_date,
		status_id: customer.status_id,
		responsible_user_id: customer.responsible_user_id,
		account_id: data.account.id,
		created_at: customer.created_at,
		updated_at: customer.updated_at,
	};
}
