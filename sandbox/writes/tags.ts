import type { EntityKind } from '../entities';
import type { Store } from '../store';
import type { TagInput } from './input';

/** Ids of the named tags; a name nobody used before becomes a tag. */
export function tagIds(
	store: Store,
	kind: EntityKind,
	inputs: readonly TagInput[],
): readonly number[] {
	const tags = store.data.tags[kind];
	return inputs.flatMap(({ id, name }) => {
		if (id !== undefined) return tags.has(id) ? [id] : [];
		if (name === undefined || name === '') return [];
		const existing = [...tags.values()].find((tag) => tag.name === name);
		if (existing) return [existing.id];
		const newId = store.nextId();
		tags.set(newId, { id: newId, name, color: null });
		return [newId];
	});
}

/** `_embedded.tags` replaces the set (null empties it), the other two change it. */
export function applyTags(
	store: Store,
	kind: EntityKind,
	current: readonly number[],
	input: {
		readonly _embedded?: { readonly tags?: readonly TagInput[] | null | undefined } | undefined;
		readonly tags_to_add?: readonly TagInput[] | undefined;
		readonly tags_to_delete?: readonly TagInput[] | undefined;
	},
): readonly number[] {
	const replaced = input._embedded?.tags;
	const base = replaced === undefined ? current : tagIds(store, kind, replaced ?? []);
	const added = [...base, ...tagIds(store, kind, input.tags_to_add ?? [])];
	const removed = new Set(
		(input.tags_to_delete ?? []).flatMap(({ id, name }) =>
			[...store.data.tags[kind].values()]
				.filter((tag) => tag.id === id || tag.name === name)
				.map((tag) => tag.id),
		),
	);
	return [...new Set(added)].filter((id) => !removed.has(id));
}
