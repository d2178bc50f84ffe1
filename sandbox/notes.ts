import type { EntityKind, Note } from './entities';
import { personUserId } from './seed/users';
import type { Store } from './store';

/** Keeps a new note and tells of it. */
export function saveNewNote(store: Store, note: Note): Note {
	store.data.notes.set(note.id, note);
	store.record({ kind: 'note', parent: note.entity_kind, note });
	return note;
}

/** A text note by a person; `at`: unix seconds, now when left out. */
export function addNote(
	store: Store,
	entity_kind: EntityKind,
	entity_id: number,
	text: string,
	at: number = Math.floor(Date.now() / 1000),
): Note {
	return saveNewNote(store, {
		id: store.nextId(),
		entity_kind,
		entity_id,
		note_type: 'common',
		params: { text },
		is_pinned: false,
		responsible_user_id:
			store.data[entity_kind].get(entity_id)?.responsible_user_id ?? personUserId,
		group_id: 0,
		created_by: personUserId,
		updated_by: personUserId,
		created_at: at,
		updated_at: at,
	});
}
