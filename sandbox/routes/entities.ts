import { Router, type Request } from 'express';
import { actor } from '../auth';
import type { AnyEntity, EntityKind } from '../entities';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { entityModel } from '../models/entity';
import { problem } from '../problem';
import { parseQuery, text, type Query } from '../query';
import type { Store } from '../store';
import { writeMany, type Written } from '../writes/writeMany';
import { filtered, ordered } from './filters';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';

export interface EntityRoutes {
	readonly kind: EntityKind;
	/** Fields that `order[...]` accepts. */
	readonly order: readonly string[];
	/** Further keys of an item in the answer to POST. */
	created(entity: AnyEntity): object;
	/** Further keys of an item in the answer to PATCH. */
	updated?(written: Written): object;
	/** Answers a list of its own in place of the usual one, or says no. */
	list?(request: Request, query: Query): readonly AnyEntity[] | null;
	/** The model of that list. */
	listModel?(entity: AnyEntity): object;
}

const readQuery = (request: Request): Query => parseQuery(request.originalUrl.split('?')[1]);

const withSet = (query: Query): ReadonlySet<string> =>
	new Set((text(query['with']) ?? '').split(',').map((part) => part.trim()));

/** `GET|POST|PATCH /{kind}` and `GET|PATCH /{kind}/{id}`; there is no DELETE in amoCRM. */
export function entityRouter(store: Store, routes: EntityRoutes): Router {
	const { kind } = routes;
	const router = Router();

	const model = (request: Request, query: Query) => (entity: AnyEntity) =>
		entityModel(store.data, kind, entity, (path) => link(request, path), withSet(query));

	const written = (
		request: Request,
		items: readonly Written[],
		render: (item: Written) => object,
	) => ({
		_links: link(request, kind, ''),
		_embedded: {
			[kind]: items.map((item) => ({
				...render(item),
				_links: link(request, `${kind}/${item.entity.id}`, ''),
			})),
		},
	});

	const collection = router.route(`/${kind}`);
	collection.get((request, response) => {
		const query = readQuery(request);
		const special = routes.list?.(request, query);
		const found = special ?? filtered(store.data, kind, query);
		const page = paginate(query, ordered(found, query, routes.order));
		const render = special && routes.listModel ? routes.listModel : model(request, query);
		sendPage(request, response, kind, page, render);
	});
	collection.post((request, response) => {
		const items = writeMany(store, kind, jsonBody(request), 'add', actor(response.locals));
		const body = written(request, items, ({ entity, requestId }) => ({
			id: entity.id,
			...routes.created(entity),
			request_id: requestId,
		}));
		sendHal(response, body);
	});
	collection.patch((request, response) => {
		const items = writeMany(store, kind, jsonBody(request), 'update', actor(response.locals));
		const body = written(request, items, (item) => ({
			id: item.entity.id,
			updated_at: item.entity.updated_at,
			...routes.updated?.(item),
		}));
		sendHal(response, body);
	});
	collection.all(methodNotAllowed);

	const single = router.route(`/${kind}/:id`);
	single.get((request, response, next) => {
		if (!/^\d+$/.test(request.params.id)) {
			next('router');
			return;
		}
		const entity = store.data[kind].get(Number(request.params.id));
		if (!entity || entity.is_deleted) {
			response.status(204).end();
			return;
		}
		sendHal(response, model(request, readQuery(request))(entity));
	});
	single.patch((request, response) => {
		const item = { ...objectBody(request), id: Number(request.params.id) };
		const [result] = writeMany(store, kind, [item], 'update', actor(response.locals));
		if (!result) throw problem(400, 'Request data can not be empty');
		sendHal(response, {
			id: result.entity.id,
			updated_at: result.entity.updated_at,
			_links: link(request, `${kind}/${result.entity.id}`, ''),
		});
	});
	single.all((request, _response, next) => {
		if (!/^\d+$/.test(String(request.params['id']))) {
			next('router');
			return;
		}
		throw problem(405, 'Method Not Allowed');
	});
	return router;
}
