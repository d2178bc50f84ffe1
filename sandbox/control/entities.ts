import { Router, type Request } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import { entityLabel } from '../data';
import type { AnyEntity, EntityKind } from '../entities';
import { link, paginate } from '../hal';
import { entityModel } from '../models/entity';
import { problem } from '../problem';
import { parseQuery, text } from '../query';
import { filtered, ordered } from '../routes/filters';
import { personUserId } from '../seed/users';
import { writeMany } from '../writes/writeMany';
import { input } from './input';

const everything = new Set(['contacts', 'leads', 'loss_reason']);
const orderable = ['id', 'updated_at', 'created_at'];

/** Leads, contacts and companies as a person works with them: their changes emit webhooks. */
export function entitiesControl({ store }: SandboxContext): Router {
	const router = Router();
	for (const kind of Object.keys(entityLabel) as EntityKind[]) {
		const model = (request: Request, entity: AnyEntity) =>
			entityModel(store.data, kind, entity, (path) => link(request, path, ''), everything);
		const find = (request: Request): AnyEntity => {
			const id = Number(request.params['id']);
			const entity = store.data[kind].get(id);
			if (!entity)
				throw problem(404, `There is no ${entityLabel[kind]} ${String(request.params['id'])}.`);
			return entity;
		};
		const setDeleted = (request: Request, is_deleted: boolean): AnyEntity => {
			const entity = find(request);
			const changed = {
				...entity,
				is_deleted,
				updated_by: personUserId,
				updated_at: Math.max(Math.floor(Date.now() / 1000), entity.updated_at),
			};
			return entity.is_deleted === is_deleted ? entity : store.save(kind, changed as never);
		};

		router.get(`/${kind}`, (request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const found =
				text(query['deleted']) === '1'
					? [...store.data[kind].values()].filter(({ is_deleted }) => is_deleted)
					: filtered(store.data, kind, query);
			const { items } = paginate(query, ordered(found, query, orderable), 1_000_000);
			response.json(items.map((entity) => model(request, entity)));
		});
		router.get(`/${kind}/:id`, (request, response) => {
			response.json(model(request, find(request)));
		});
		router.post(`/${kind}`, (request, response) => {
			const body = input(request, z.record(z.unknown()));
			const [written] = writeMany(store, kind, [body], 'add', personUserId);
			if (!written) throw problem(500, 'Nothing was written');
			response.status(201).json(model(request, written.entity));
		});
		router.patch(`/${kind}/:id`, (request, response) => {
			const body = input(request, z.record(z.unknown()));
			const item = { ...body, id: find(request).id };
			const [written] = writeMany(store, kind, [item], 'update', personUserId);
			if (!written) throw problem(500, 'Nothing was written');
			response.json(model(request, written.entity));
		});
		router.post(`/${kind}/:id/delete`, (request, response) => {
			response.json(model(request, setDeleted(request, true)));
		});
		router.post(`/${kind}/:id/restore`, (request, response) => {
			response.json(model(request, setDeleted(request, false)));
		});
	}
	return router;
}
