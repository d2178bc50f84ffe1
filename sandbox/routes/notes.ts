import { Router, type Request, type Response } from 'express';
import { actor } from '../auth';
import { entityLabel } from '../data';
import type { EntityKind, Note } from '../entities';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import { branch, parseQuery } from '../query';
import type { Store } from '../store';
import { prepareNewNote, prepareNoteChange, type NoteTarget } from '../writes/note';
import { writeList } from '../writes/writeList';
import { among, ordered, passing, range } from './filters';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';

const order = ['updated_at', 'id'];

/**
 * Notes of leads, contacts and companies: `/{kind}/notes`, `/{kind}/{entityId}/notes`, one note under
 * either of them, pin and unpin.
 */
export function notesRouter(store: Store): Router {
	const router = Router();
	for (const kind of Object.keys(entityLabel) as EntityKind[]) {
		const self = (request: Request, { entity_id, id }: Note, query?: string) =>
			link(request, `${kind}/${entity_id}/notes/${id}`, query);
		const model = (request: Request) => (note: Note) => ({
			id: note.id,
			entity_id: note.entity_id,
			created_by: note.created_by,
			updated_by: note.updated_by,
			created_at: note.created_at,
			updated_at: note.updated_at,
			responsible_user_id: note.responsible_user_id,
			group_id: note.group_id,
			note_type: note.note_type,
			params:
				note.note_type === 'attachment'
					? { is_drive_attachment: true, ...note.params }
					: note.params,
			account_id: store.data.account.id,
			_links: self(request, note),
		});
		const entityIdOf = (request: Request): number | null => {
			const id = request.params['entityId'];
			return id === undefined ? null : Number(id);
		};
		const target = (request: Request, response: Response): NoteTarget => ({
			kind,
			entityId: entityIdOf(request),
			by: actor(response.locals),
		});
		const noteOf = (request: Request): Note | undefined => {
			const note = store.data.notes.get(Number(request.params['noteId']));
			const isHere =
				note?.entity_kind === kind && (entityIdOf(request) ?? note.entity_id) === note.entity_id;
			return isHere ? note : undefined;
		};
		const changed = (request: Request, note: Note) => ({
			id: note.id,
			entity_id: note.entity_id,
			updated_at: note.updated_at,
			_links: self(request, note, ''),
		});

		router
			.route([`/${kind}/notes`, `/${kind}/:entityId/notes`])
			.get((request, response) => {
				const query = parseQuery(request.originalUrl.split('?')[1]);
				const filter = branch(query['filter']) ?? {};
				const entityId = entityIdOf(request);
				const notes = passing(store.data.notes.values(), [
					among('entity_kind', kind),
					among('entity_id', entityId === null ? filter['entity_id'] : String(entityId)),
					among('id', filter['id']),
					among('note_type', filter['note_type']),
					range('updated_at', filter['updated_at']),
				]);
				const page = paginate(query, ordered(notes, query, order));
				sendPage(request, response, 'notes', page, model(request));
			})
			.post((request, response) => {
				const own = target(request, response);
				const saved = writeList(store, jsonBody(request), (item) =>
					prepareNewNote(store, item, own),
				);
				const notes = saved.map(({ result, requestId }) => ({
					id: result.id,
					entity_id: result.entity_id,
					request_id: requestId,
					_links: self(request, result, ''),
				}));
				sendHal(response, { _links: link(request, `${kind}/notes`, ''), _embedded: { notes } });
			})
			.patch((request, response) => {
				const own = target(request, response);
				const saved = writeList(store, jsonBody(request), (item) =>
					prepareNoteChange(store, item, own),
				);
				const notes = saved.map(({ result }) => changed(request, result));
				sendHal(response, { _links: link(request, `${kind}/notes`, ''), _embedded: { notes } });
			})
			.all(methodNotAllowed);
		router
			.route([`/${kind}/notes/:noteId`, `/${kind}/:entityId/notes/:noteId`])
			.get((request, response) => {
				const note = noteOf(request);
				if (note) sendHal(response, model(request)(note));
				else response.status(204).end();
			})
			.patch((request, response) => {
				const item = { ...objectBody(request), id: Number(request.params['noteId']) };
				const own = target(request, response);
				const saved = writeList(store, [item], (one) => prepareNoteChange(store, one, own));
				for (const { result } of saved) sendHal(response, changed(request, result));
			})
			.all(methodNotAllowed);
		for (const [verb, is_pinned] of [
			['pin', true],
			['unpin', false],
		] as const) {
			router
				.route(`/${kind}/notes/:noteId/${verb}`)
				.post((request, response) => {
					const note = noteOf(request);
					if (!note) throw problem(404, 'Note not found');
					store.data.notes.set(note.id, { ...note, is_pinned });
					store.touch();
					// Not documented; the SDK reads nothing of the answer.
					response.status(204).end();
				})
				.all(methodNotAllowed);
		}
	}
	return router;
}
