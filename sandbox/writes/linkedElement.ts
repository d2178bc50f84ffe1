import { linksOf, type Link } from '../models/links';
import type { Store } from '../store';
import { addLink, removeLink } from './elementLink';
import { fieldMissing, notSupportedChoice } from './fieldProblems';
import type { Prepared } from './writeList';

interface Wanted {
	/** From a lead, contact or company to an element of a catalog. */
	readonly link: Link;
	readonly catalogId: number | undefined;
	readonly quantity: number | undefined;
	readonly verb: 'link' | 'unlink';
}

/** The link of an element, written from the side of the entity that it is linked to. */
export function prepareElementLink(store: Store, wanted: Wanted): Prepared<Link> {
	const { link, catalogId, quantity, verb } = wanted;
	const element = store.data.catalogs.elements.get(link.to_entity_id);
	if (catalogId === undefined) {
		return { save: null, problems: [fieldMissing('metadata.catalog_id')] };
	}
	if (element?.catalog_id !== catalogId) {
		return { save: null, problems: [notSupportedChoice('to_entity_id')] };
	}
	const check = verb === 'link' ? addLink(store, element) : removeLink(store, element);
	const { save: write, problems } = check({
		to_entity_id: link.entity_id,
		to_entity_type: link.entity_type,
		metadata: { quantity },
	});
	if (problems) return { save: null, problems };
	const save = (): Link => {
		write();
		const made = linksOf(store.data, link.entity_type, link.entity_id).find(
			(one) => one.to_entity_type === 'catalog_elements' && one.to_entity_id === link.to_entity_id,
		);
		return made ?? link;
	};
	return { save, problems: null };
}
