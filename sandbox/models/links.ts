import type { Data } from '../data';
import type { EntityKind } from '../entities';
import { linkedElements } from './catalogElement';

export interface Link {
	readonly entity_id: number;
	readonly entity_type: EntityKind;
	readonly to_entity_id: number;
	readonly to_entity_type: EntityKind | 'catalog_elements';
	readonly metadata: Readonly<Record<string, unknown>> | null;
}

const ids = (id: number | null | undefined): readonly number[] => (id ? [id] : []);

/** The leads, contacts and companies that one of them is linked to, seen from its side. */
function entityLinksOf(data: Data, kind: EntityKind, id: number): readonly Link[] {
	const to = (
		to_entity_type: Link['to_entity_type'],
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

/** All that a lead, contact or company is linked to, with what it buys. */
export const linksOf = (data: Data, kind: EntityKind, id: number): readonly Link[] => [
	...linkedElements(data, kind, id).map(
		({ id: to_entity_id, metadata }): Link => ({
			entity_id: id,
			entity_type: kind,
			to_entity_id,
			to_entity_type: 'catalog_elements',
			metadata,
		}),
	),
	...entityLinksOf(data, kind, id),
];
