import type { EntityKind, Note } from './entities';
import { personUserId } from './seed/users';
import type { Store } from './store';

/** A text note by a person. */
export function addNote(store: Store, parent: EntityKind, entity_id: number, text: string): Note {
	const now = Math.floor(Date.now() / 1000);
	const note: Note = {
		id: store.nextId(),
		entity_kind: parent,
		entity_id,
		text,
		created_by: personUserId,
		created_at: now,
		updated_at: now,
	};
	store.data.notes.set(note.id, note);
	store.record({ kind: 'note', parent, note });
	return note;
}
