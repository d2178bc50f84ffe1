import { z } from 'zod';
import type { CustomerStatus } from '../customer';
import { problem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { writeList, type Prepared, type Saved } from './writeList';

/** With those that every account has. */
const mostStatuses = 30;

const input = z.object({
	name: z.string().max(255).optional(),
	sort: z.number().int().optional(),
	color: z.string().optional(),
});

/** One item of a POST, or the change of the status `before`. */
export function prepareCustomerStatus(
	store: Store,
	item: unknown,
	before: CustomerStatus | null,
): Prepared<CustomerStatus> {
	const parsed = input.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { name = before?.name ?? '', color = before?.color ?? '#fffeb2' } = parsed.data;
	if (name === '') return { save: null, problems: [fieldMissing('name')] };
	if (!/^#[0-9a-f]{6}$/i.test(color))
		return { save: null, problems: [notSupportedChoice('color')] };
	const statuses = store.data.customerStatuses;
	const save = (): CustomerStatus => {
		const status: CustomerStatus = {
			id: before?.id ?? store.nextId(),
			name,
			sort: parsed.data.sort ?? before?.sort ?? statuses.size,
			is_default: before?.is_default ?? false,
			color,
			type: before?.type ?? 0,
		};
		statuses.set(status.id, status);
		store.touch();
		return status;
	};
	return { save, problems: null };
}

/** New statuses at once, or none where they would be too many. */
export function addCustomerStatuses(
	store: Store,
	items: unknown,
): ReadonlyArray<Saved<CustomerStatus>> {
	const count = Array.isArray(items) ? items.length : 0;
	if (store.data.customerStatuses.size + count > mostStatuses) {
		throw problem(422, `Limit ${mostStatuses} statuses`);
	}
	return writeList(store, items, (item) => prepareCustomerStatus(store, item, null));
}

/** Its customers go to the first status; the account's own statuses stay. */
export function deleteCustomerStatus(store: Store, { id, is_default }: CustomerStatus): void {
	if (is_default) throw problem(422, 'The status is one of the account');
	const { customerStatuses, customers } = store.data;
	customerStatuses.delete(id);
	const [first] = [...customerStatuses.values()].sort((a, b) => a.sort - b.sort);
	store.together(() => {
		for (const customer of [...customers.values()].filter(({ status_id }) => status_id === id)) {
			store.save('customers', { ...customer, status_id: first?.id ?? 0 });
		}
	});
	store.touch();
}
