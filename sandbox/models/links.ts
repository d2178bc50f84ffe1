import type { Data } from '../data';
import type { EntityKind } from '../entities';

export interface Link {
	readonly entity_id: number;
	readonly entity_type: EntityKind;
	readonly to_entity_id: number;
	readonly to_entity_type: EntityKind;
	readonly metadata: { readonly main_contact: boolean } | null;
}

const ids = (id: number | null | undefined): readonly number[] => (id ? [id] : []);

/** All that a lead, contact or company is linked to, seen from its side. */
export function linksOf(data: Data, kind: EntityKind, id: number): readonly Link[] {
	const to = (
		to_entity_type: EntityKind,
		to_entity_id: number,
		metadata: Link['metadata'] = null,
	): Link => ({ entity_id: id, entity_type: kind, to_entity_id, to_entity_type, metadata });
	const live = <T extends { readonly is_deleted: boolean }>(rows: Iterable<T>): readonly T[] =>
		[...rows].filter(({ is_deleted }) => !is_deleted);
	if (kind === 'leads') {
		const lead = data.leads.get(id);
		return [
			...(lead?.contacts ?? []).map((one) => to('contacts', one.id, { main_contact: one.is_main })),
			...ids(lead?.company_id).map((company) => to('companies', company)),
		];
	}
	if (kind === 'contacts') {
		return [
			...live(data.leads.values()).flatMap((lead) =>
				lead.contacts
					.filter((one) => one.id === id)
					.map(({ is_main }) => to('leads', lead.id, { main_contact: is_main })),
			),
			...ids(data.contacts.get(id)?.company_id).map((company) => to('companies', company)),
		];
	}
	return [
		...live(data.contacts.values())
			.filter(({ company_id }) => company_id === id)
			.map((contact) => to('contacts', contact.id)),
		...live(data.leads.values())
			.filter(({ company_id }) => company_id === id)
			.map((lead) => to('leads', lead.id)),
	];
}
