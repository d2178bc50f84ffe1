import type { Customer } from '../customer';
import type { Data } from '../data';
import type { Entity } from '../entities';
import type { FieldProblem } from '../problem';
import { fieldMissing, notSupportedChoice } from './fieldProblems';
import type { CustomerInput } from './input';

/** What a customer must have, depending on how the account works with customers. */
export function customerProblems(
	{ customersSetting, customerStatuses, segments }: Data,
	input: CustomerInput,
	isNew: boolean,
): readonly FieldProblem[] {
	const isDateNeeded = isNew && customersSetting.mode === 'periodicity';
	const { status_id, next_date } = input;
	return [
		...(isNew && !input.name ? [fieldMissing('name')] : []),
		...(isDateNeeded && next_date === undefined ? [fieldMissing('next_date')] : []),
		...(status_id !== undefined && !customerStatuses.has(status_id)
			? [notSupportedChoice('status_id')]
			: []),
		...(input._embedded?.segments ?? []).flatMap(({ id }, i) =>
			segments.has(id) ? [] : [notSupportedChoice(`_embedded.segments.${i}.id`)],
		),
	];
}

/** What a customer has beyond other entities, after a write. */
export function customerParts(
	data: Data,
	input: CustomerInput,
	current: Customer | null,
): Omit<Customer, keyof Entity | 'company_id'> {
	const statuses = [...data.customerStatuses.values()];
	const first = statuses.find(({ type }) => type === 0) ?? statuses[0];
	return {
		next_price: input.next_price ?? current?.next_price ?? 0,
		next_date: input.next_date ?? current?.next_date ?? null,
		status_id: input.status_id ?? current?.status_id ?? first?.id ?? 0,
		periodicity: input.periodicity ?? current?.periodicity ?? 0,
		ltv: current?.ltv ?? 0,
		purchases_count: current?.purchases_count ?? 0,
		bonus_points: current?.bonus_points ?? 0,
		segments: input._embedded?.segments?.map(({ id }) => id) ?? current?.segments ?? [],
		contacts: current?.contacts ?? [],
		elements: current?.elements ?? [],
	};
}
