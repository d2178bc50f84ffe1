import { entityLabel } from '../data';
import type { AnyEntity, EntityKind } from '../entities';
import { problem } from '../problem';
import type { Store } from '../store';

export function requireEntity(store: Store, kind: EntityKind, id: number): AnyEntity {
	const entity = store.data[kind].get(id);
	if (!entity || entity.is_deleted) throw problem(404, `There is no ${entityLabel[kind]} ${id}.`);
	return entity;
}
