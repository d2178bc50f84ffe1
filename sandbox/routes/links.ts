import { Router, type Request, type Response } from 'express';
import { actor } from '../auth';
import { entityLabel } from '../data';
import type { EntityKind } from '../entities';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { linksOf, type Link } from '../models/links';
import { problem } from '../problem';
import { branch, list, parseQuery } from '../query';
import type { Store } from '../store';
import { prepareLink, type LinkTarget } from '../writes/link';
import { isLive } from '../writes/references';
import { writeList } from '../writes/writeList';
import { among, passing } from './filters';
import { methodNotAllowed } from './methodNotAllowed';

const entityIdOf = (request: Request): number | null => {
	const id = request.params['entityId'];
	return id === undefined ? null : Number(id);
};

/** Links of one entity and of many: `/{kind}/{entityId}/links` and `/{kind}/links`, link, unlink. */
export function linksRouter(store: Store): Router {
	const router = Router();
	for (const kind of Object.keys(entityLabel) as EntityKind[]) {
		if (kind === 'customers') continue; // customerLinks.ts
		const send = (request: Request, response: Response, path: string, links: readonly object[]) =>
			sendHal(response, {
				_total_items: links.length,
				_links: link(request, path),
				_embedded: { links },
			});
		const found = (request: Request, ids: readonly number[]): readonly Link[] => {
			const filter = branch(parseQuery(request.originalUrl.split('?')[1])['filter']) ?? {};
			return passing(
				ids.flatMap((id) => linksOf(store.data, kind, id)),
				[
					among('to_entity_id', filter['to_entity_id']),
					among('to_entity_type', filter['to_entity_type']),
				],
			);
		};
		const write = (request: Request, response: Response, verb: LinkTarget['verb']) => {
			const entityId = entityIdOf(request);
			if (entityId !== null && !isLive(store.data, kind, entityId)) {
				throw problem(404, 'Entity not found');
			}
			const target = { kind, entityId, verb, by: actor(response.locals) };
			return writeList(store, jsonBody(request), (item) => prepareLink(store, item, target)).map(
				({ result }) => result,
			);
		};

		router
			.route(`/${kind}/links`)
			.get((request, response) => {
				const filter = branch(parseQuery(request.originalUrl.split('?')[1])['filter']) ?? {};
				const ids = list(filter['entity_id']).map(Number);
				if (ids.length === 0) throw problem(400, 'filter[entity_id] is required');
				send(request, response, `${kind}/links`, found(request, ids));
			})
			.all(methodNotAllowed);
		router
			.route(`/${kind}/:entityId/links`)
			.get((request, response) => {
				const id = Number(request.params.entityId);
				if (!isLive(store.data, kind, id)) throw problem(404, 'Entity not found');
				const links = found(request, [id]).map(({ to_entity_id, to_entity_type, metadata }) => ({
					to_entity_id,
					to_entity_type,
					metadata,
				}));
				send(request, response, `${kind}/${id}/links`, links);
			})
			.all(methodNotAllowed);
		router
			.route([`/${kind}/link`, `/${kind}/:entityId/link`])
			.post((request, response) => {
				send(request, response, `${kind}/links`, write(request, response, 'link'));
			})
			.all(methodNotAllowed);
		router
			.route([`/${kind}/unlink`, `/${kind}/:entityId/unlink`])
			.post((request, response) => {
				write(request, response, 'unlink');
				response.status(204).end();
			})
			.all(methodNotAllowed);
	}
	return router;
}
