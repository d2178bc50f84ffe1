import type { z } from 'zod';
import type { Customer } from '../customer';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { linkInput } from './link';
import { isLive } from './references';
import type { Prepared } from './writeList';

const input = linkInput.omit({ entity_id: true });

type LinkInput = z.infer<typeof input>;

/** A link as amoCRM answers with it. */
export interface CustomerLink {
	readonly to_entity_id: number;
	readonly to_entity_type: string;
	readonly metadata: Readonly<Record<string, unknown>> | null;
}

export const linksOf = (customer: Customer): readonly CustomerLink[] => [
	...customer.contacts.map(({ id, is_main }) => ({
		to_entity_id: id,
		to_entity_type: 'contacts',
		metadata: { main_contact: is_main },
	})),
	...(customer.company_id === null
		? []
		: [{ to_entity_id: customer.company_id, to_entity_type: 'companies', metadata: null }]),
	...customer.elements.map(({ id, metadata }) => ({
		to_entity_id: id,
		to_entity_type: 'catalog_elements',
		metadata: { quantity: metadata.quantity, catalog_id: metadata.catalog_id },
	})),
];

function problemsOf(
	store: Store,
	{ to_entity_id, to_entity_type, metadata }: LinkInput,
): readonly FieldProblem[] {
	if (to_entity_type === 'catalog_elements') {
		return metadata?.catalog_id === undefined ? [fieldMissing('metadata.catalog_id')] : [];
	}
	if (to_entity_type !== 'contacts' && to_entity_type !== 'companies') {
		return [notSupportedChoice('to_entity_type')];
	}
	return isLive(store.data, to_entity_type, to_entity_id)
		? []
		: [notSupportedChoice('to_entity_id')];
}

/** What a customer is linked to without that entity. */
function without(customer: Customer, { to_entity_id, to_entity_type }: LinkInput): Customer {
	const isOther = ({ id }: { readonly id: number }) => id !== to_entity_id;
	if (to_entity_type === 'contacts') {
		return { ...customer, contacts: customer.contacts.filter(isOther) };
	}
	if (to_entity_type === 'companies') {
		const isLinked = customer.company_id === to_entity_id;
		return { ...customer, company_id: isLinked ? null : customer.company_id };
	}
	return { ...customer, elements: customer.elements.filter(isOther) };
}

/** The first contact is the main one, and so is each that is said to be. */
function withLink(customer: Customer, link: LinkInput): Customer {
	const { to_entity_id: id, to_entity_type, metadata } = link;
	const rest = without(customer, link);
	if (to_entity_type === 'companies') return { ...rest, company_id: id };
	if (to_entity_type === 'contacts') {
		const is_main = metadata?.is_main ?? rest.contacts.length === 0;
		const others = rest.contacts.map((contact) =>
			is_main ? { ...contact, is_main: false } : contact,
		);
		return { ...rest, contacts: [...others, { id, is_main }] };
	}
	const { catalog_id = 0, quantity = 1 } = metadata ?? {};
	return { ...rest, elements: [...rest.elements, { id, metadata: { catalog_id, quantity } }] };
}

/** Checks one item of `/link` or `/unlink`; saving gives the link as it is then, or as it was. */
export function prepareLink(
	store: Store,
	customerId: number,
	item: unknown,
	verb: 'link' | 'unlink',
): Prepared<CustomerLink> {
	const parsed = input.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const link = parsed.data;
	const problems = problemsOf(store, link);
	if (problems.length > 0) return { save: null, problems };
	const isIt = (one: CustomerLink) =>
		one.to_entity_id === link.to_entity_id && one.to_entity_type === link.to_entity_type;
	const bare = { ...link, metadata: null };
	const save = (): CustomerLink => {
		const customer = store.data.customers.get(customerId);
		if (!customer) return bare;
		const changed = verb === 'link' ? withLink(customer, link) : without(customer, link);
		store.save('customers', changed);
		return linksOf(verb === 'link' ? changed : customer).find(isIt) ?? bare;
	};
	return { save, problems: null };
}
