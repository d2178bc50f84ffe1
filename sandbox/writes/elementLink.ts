import { z } from 'zod';
import type { CatalogElement, ElementLink } from '../catalogs';
import { entityLabel } from '../data';
import type { EntityKind } from '../entities';
import type { Store } from '../store';
import { notSupportedChoice } from './fieldProblems';
import { shaped, type Check } from './shaped';

const linkInput = z.object({
	to_entity_id: z.number().int(),
	to_entity_type: z.string(),
	metadata: z
		.object({ quantity: z.number().optional(), price_id: z.number().int().nullish() })
		.nullish(),
});

const isKind = (type: string): type is EntityKind => type in entityLabel;

const otherThan =
	(element: CatalogElement, entity_type: string, entity_id: number) =>
	(link: ElementLink): boolean =>
		link.element_id !== element.id ||
		link.entity_type !== entity_type ||
		link.entity_id !== entity_id;

/** A second link to the same entity takes the place of the first: the quantity is changed so. */
export const addLink = (store: Store, element: CatalogElement): Check<ElementLink> =>
	shaped(linkInput, ({ to_entity_id, to_entity_type, metadata }) => {
		if (!isKind(to_entity_type)) return [notSupportedChoice('to_entity_type')];
		const entity = store.data[to_entity_type].get(to_entity_id);
		if (!entity || entity.is_deleted) return [notSupportedChoice('to_entity_id')];
		return () => {
			const { catalogs } = store.data;
			const link: ElementLink = {
				element_id: element.id,
				entity_type: to_entity_type,
				entity_id: to_entity_id,
				quantity: metadata?.quantity ?? 1,
				price_id: metadata?.price_id ?? null,
			};
			const others = catalogs.links.filter(otherThan(element, to_entity_type, to_entity_id));
			catalogs.links = [...others, link];
			store.touch();
			return link;
		};
	});

/** To unlink what is not linked is no error. */
export const removeLink = (store: Store, element: CatalogElement): Check<null> =>
	shaped(linkInput, ({ to_entity_id, to_entity_type }) => {
		if (!isKind(to_entity_type)) return [notSupportedChoice('to_entity_type')];
		return () => {
			const { catalogs } = store.data;
			catalogs.links = catalogs.links.filter(otherThan(element, to_entity_type, to_entity_id));
			store.touch();
			return null;
		};
	});
