import type { EntityData } from './entityData';
import type { EntityRef } from './types';

/** amoCRM's `element_type`. */
const elementTypes: ReadonlyMap<unknown, string> = new Map([
	[1, 'contact'],
	[2, 'lead'],
	[3, 'company'],
	[12, 'customer'],
]);

const roots: ReadonlyMap<string, string> = new Map([
	['leads', 'lead'],
	['contacts', 'contact'],
	['customers', 'customer'],
]);

const entityNames: ReadonlySet<unknown> = new Set(elementTypes.values());

function reference(entity: unknown, id: unknown): EntityRef | null {
	const isId = (typeof id === 'number' && id !== 0) || (typeof id === 'string' && id !== '');
	return typeof entity === 'string' && isId ? { entity, id } : null;
}

const entityName = (name: unknown): unknown => (entityNames.has(name) ? name : undefined);

const element = (data: EntityData): EntityRef | null =>
	reference(elementTypes.get(data['element_type']), data['element_id']);

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);

const member = (value: unknown, name: string): unknown =>
	typeof value === 'object' && value !== null ? (value as EntityData)[name] : undefined;

function unsortedLead(data: EntityData): EntityRef | null {
	const created = first(member(data['data'], 'leads'));
	const results = [data['accept_result'], data['decline_result']].map((result) =>
		first(member(result, 'leads')),
	);
	return [data['lead_id'], member(created, 'id'), ...results]
		.map((id) => reference('lead', id))
		.reduce((found, next) => found ?? next, null);
}

/** What the entity hangs on; null where it stands alone or the body does not say. */
export function parent(entity: string, data: EntityData, root: string): EntityRef | null {
	switch (entity) {
		case 'note':
			return (
				element(data) ??
				reference(entityName(data['entity_type']) ?? roots.get(root), data['element_id'])
			);
		case 'task':
			return element(data);
		case 'message':
		case 'talk':
			return (
				reference(entityName(data['entity_type']), data['entity_id']) ??
				element(data) ??
				reference('contact', data['contact_id'])
			);
		case 'unsorted':
			return unsortedLead(data);
		case 'catalog_element':
			return reference('catalog', data['catalog_id']);
		default:
			return null;
	}
}
