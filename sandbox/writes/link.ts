import { z } from 'zod';
import type { EntityKind, LeadContact } from '../entities';
import { linksOf, type Link } from '../models/links';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { prepareElementLink } from './linkedElement';
import { isLive } from './references';
import type { Prepared } from './writeList';

const int = z.number().int();

export const linkInput = z.object({
	entity_id: int.optional(),
	to_entity_id: int,
	to_entity_type: z.string(),
	metadata: z
		.object({
			is_main: z.boolean().optional(),
			catalog_id: int.optional(),
			quantity: z.number().optional(),
		})
		.nullish(),
});

/** A contact is linked to a lead from the side of the lead. */
const targets: Readonly<Record<EntityKind, readonly EntityKind[]>> = {
	leads: ['contacts', 'companies'],
	contacts: ['companies'],
	companies: ['contacts', 'leads'],
	// Their links have a file of their own: customerLink.ts.
	customers: [],
};

interface Ends {
	readonly lead: number | null;
	readonly contact: number | null;
	readonly company: number | null;
}

function endsOf({ entity_type, entity_id, to_entity_type, to_entity_id }: Link): Ends {
	const of = (kind: EntityKind): number | null =>
		entity_type === kind ? entity_id : to_entity_type === kind ? to_entity_id : null;
	return { lead: of('leads'), contact: of('contacts'), company: of('companies') };
}

const withMain = (contacts: readonly LeadContact[]): readonly LeadContact[] =>
	contacts.some(({ is_main }) => is_main)
		? contacts
		: contacts.map((contact, i) => ({ ...contact, is_main: i === 0 }));

function apply(store: Store, link: Link, isLinked: boolean, isMain: boolean, by: number): void {
	const { lead: leadId, contact: contactId, company: companyId } = endsOf(link);
	const lead = leadId === null ? undefined : store.data.leads.get(leadId);
	const contact = contactId === null ? undefined : store.data.contacts.get(contactId);
	const stamp = (before: { readonly updated_at: number }) => ({
		updated_at: Math.max(Math.floor(Date.now() / 1000), before.updated_at),
		updated_by: by,
	});
	if (lead && contactId !== null) {
		const others = lead.contacts.filter(({ id }) => id !== contactId);
		const rest = isMain ? others.map((one) => ({ ...one, is_main: false })) : others;
		const contacts = isLinked ? [...rest, { id: contactId, is_main: isMain }] : rest;
		store.save('leads', { ...lead, ...stamp(lead), contacts: withMain(contacts) });
		return;
	}
	const company_id = isLinked ? companyId : null;
	if (lead) store.save('leads', { ...lead, ...stamp(lead), company_id });
	else if (contact) store.save('contacts', { ...contact, ...stamp(contact), company_id });
}

export interface LinkTarget {
	readonly kind: EntityKind;
	/** Of the path; null where each item names its own. */
	readonly entityId: number | null;
	readonly verb: 'link' | 'unlink';
	readonly by: number;
}

/** One item of a link or unlink: what is wrong with it, or how to carry it out. */
export function prepareLink(store: Store, item: unknown, target: LinkTarget): Prepared<Link> {
	const parsed = linkInput.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { to_entity_id, to_entity_type, metadata } = parsed.data;
	const entity_id = target.entityId ?? parsed.data.entity_id;
	const wrong = (problem: FieldProblem): Prepared<Link> => ({ save: null, problems: [problem] });
	if (entity_id === undefined) return wrong(fieldMissing('entity_id'));
	if (!isLive(store.data, target.kind, entity_id)) return wrong(notSupportedChoice('entity_id'));
	const from = { entity_id, entity_type: target.kind, to_entity_id, metadata: null };
	if (to_entity_type === 'catalog_elements') {
		return prepareElementLink(store, {
			link: { ...from, to_entity_type },
			catalogId: metadata?.catalog_id,
			quantity: metadata?.quantity,
			verb: target.verb,
		});
	}
	const toKind = targets[target.kind].find((kind) => kind === to_entity_type);
	if (!toKind) return wrong(notSupportedChoice('to_entity_type'));
	if (!isLive(store.data, toKind, to_entity_id)) return wrong(notSupportedChoice('to_entity_id'));
	const link: Link = { ...from, to_entity_type: toKind };
	const save = (): Link => {
		apply(store, link, target.verb === 'link', metadata?.is_main === true, target.by);
		const made = linksOf(store.data, target.kind, entity_id).find(
			(one) => one.to_entity_id === to_entity_id && one.to_entity_type === toKind,
		);
		return made ?? link;
	};
	return { save, problems: null };
}
