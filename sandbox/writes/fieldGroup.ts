import { z } from 'zod';
import type { FieldGroup } from '../field';
import { allGroups } from '../models/fieldGroup';
import { problem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice } from './fieldProblems';
import { shaped, type Check } from './shaped';

const groupInput = z.object({
	id: z.string().optional(),
	name: z.string().min(1).max(255).optional(),
	sort: z.number().int().optional(),
	/** Ids of fields that move into the group. */
	fields: z.array(z.number().int()).optional(),
});

function keep(store: Store, owner: string, group: FieldGroup): FieldGroup {
	const others = (store.data.fieldGroups[owner] ?? []).filter(({ id }) => id !== group.id);
	store.data.fieldGroups[owner] = [...others, group];
	store.touch();
	return group;
}

function moveFields(store: Store, owner: string, ids: readonly number[], group_id: string | null) {
	const moved = new Set(ids);
	store.data.fields[owner] = (store.data.fields[owner] ?? []).map((field) =>
		moved.has(field.id) ? { ...field, settings: { ...field.settings, group_id } } : field,
	);
}

export const fieldIdsIn = (store: Store, owner: string, group: FieldGroup): readonly number[] =>
	(store.data.fields[owner] ?? [])
		.filter(({ settings }) => (settings?.group_id ?? 'default') === group.id)
		.map(({ id }) => id);

export const addGroup = (store: Store, owner: string): Check<FieldGroup> =>
	shaped(groupInput, ({ name, sort }) => {
		if (name === undefined) return [fieldMissing('name')];
		return () =>
			keep(store, owner, {
				id: `${owner.replace('/', '_')}_${store.nextId()}`,
				name,
				is_predefined: false,
				type: 'custom_field_group',
				sort: sort ?? allGroups(store.data, owner).length,
			});
	});

export const updateGroup = (store: Store, owner: string): Check<FieldGroup> =>
	shaped(groupInput, ({ id, name, sort, fields = [] }) => {
		const current = allGroups(store.data, owner).find((group) => group.id === id);
		if (!current) return [notSupportedChoice('id')];
		const known = new Set((store.data.fields[owner] ?? []).map((field) => field.id));
		const unknown = fields.flatMap((field, i) =>
			known.has(field) ? [] : [notSupportedChoice(`fields.${i}`)],
		);
		if (unknown.length > 0) return unknown;
		return () => {
			moveFields(store, owner, fields, current.id === 'default' ? null : current.id);
			if (current.is_predefined) return current;
			return keep(store, owner, {
				...current,
				name: name ?? current.name,
				sort: sort ?? current.sort,
			});
		};
	});

/** The fields of the group stay, and stand in the main one. */
export function deleteGroup(store: Store, owner: string, group: FieldGroup): void {
	if (group.is_predefined) throw problem(400, 'The group can not be deleted');
	moveFields(store, owner, fieldIdsIn(store, owner, group), null);
	store.data.fieldGroups[owner] = (store.data.fieldGroups[owner] ?? []).filter(
		({ id }) => id !== group.id,
	);
	store.touch();
}
