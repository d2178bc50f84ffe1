import { Router, type Request } from 'express';
import { z } from 'zod';
import { entityLabel } from '../data';
import type { FileLink } from '../drive/driveFile';
import type { EntityKind } from '../entities';
import { link, paginate, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, validationFailed, type ItemProblem } from '../problem';
import { parseQuery, text } from '../query';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';

const named = z.object({ file_uuid: z.string() });

/** `GET|PUT|DELETE /{kind}/{id}/files`; the list goes on with `before_id` and has no pages. */
export function entityFilesRouter(store: Store): Router {
	const router = Router();
	/** The files that a body names; what is wrong is told per position. */
	const readUuids = (request: Request): readonly string[] => {
		const items = jsonBody(request);
		if (!Array.isArray(items)) throw problem(400, 'Request data must be an array');
		const read = items.map((item: unknown) => named.safeParse(item));
		const errors = read.flatMap((one, i): readonly ItemProblem[] => {
			if (!one.success) {
				return [{ request_id: String(i), errors: one.error.issues.map(problemOf) }];
			}
			return store.data.files.has(one.data.file_uuid)
				? []
				: [{ request_id: String(i), errors: [notSupportedChoice('file_uuid')] }];
		});
		if (errors.length > 0) throw validationFailed(errors);
		return read.flatMap(({ data }) => (data ? [data.file_uuid] : []));
	};

	for (const kind of Object.keys(entityLabel) as EntityKind[]) {
		const linksOf = (
			request: Request,
		): { readonly id: number; readonly own: readonly FileLink[] } => {
			const id = Number(request.params['entityId']);
			const entity = store.data[kind].get(id);
			if (!entity || entity.is_deleted) throw problem(404, 'Entity not found');
			const all = [...store.data.fileLinks.values()];
			return { id, own: all.filter((one) => one.entity_kind === kind && one.entity_id === id) };
		};
		router
			.route(`/${kind}/:entityId/files`)
			.get((request, response) => {
				const query = parseQuery(request.originalUrl.split('?')[1]);
				const before = Number(text(query['before_id']) ?? Infinity);
				const older = linksOf(request)
					.own.filter((one) => one.id < before)
					.sort((a, b) => b.id - a.id);
				const { items } = paginate(query, older);
				if (items.length === 0) {
					response.status(204).end();
					return;
				}
				sendHal(response, {
					_links: link(request, `${kind}/${request.params.entityId}/files`),
					_embedded: { files: items.map(({ file_uuid, id }) => ({ file_uuid, id })) },
				});
			})
			.put((request, response) => {
				const { id: entity_id, own } = linksOf(request);
				for (const file_uuid of readUuids(request)) {
					if (own.some((one) => one.file_uuid === file_uuid)) continue;
					const id = store.nextId();
					store.data.fileLinks.set(id, { id, entity_kind: kind, entity_id, file_uuid });
				}
				store.touch();
				response.status(202).end();
			})
			.delete((request, response) => {
				const { own } = linksOf(request);
				const gone = new Set(readUuids(request));
				for (const { id, file_uuid } of own) {
					if (gone.has(file_uuid)) store.data.fileLinks.delete(id);
				}
				store.touch();
				response.status(202).end();
			})
			.all(methodNotAllowed);
	}
	return router;
}
