import { Router, type Request } from 'express';
import { actor } from '../auth';
import type { Catalog } from '../catalogs';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { branch, list, parseQuery } from '../query';
import type { Store } from '../store';
import { addCatalog, updateCatalog } from '../writes/catalog';
import { writeObject, type Check } from '../writes/shaped';
import { writeList } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';

/** `/catalogs` and `/catalogs/{id}`; there is no DELETE in amoCRM. */
export function catalogsRouter(store: Store): Router {
	const router = Router();
	const model = (request: Request, query?: string) => (catalog: Catalog) => ({
		...catalog,
		account_id: store.data.account.id,
		_links: link(request, `catalogs/${catalog.id}`, query),
	});
	/** Answers to a write do not name the widget of a catalog. */
	const saved = (request: Request, catalog: Catalog) => {
		const { sdk_widget_code: _widget, ...shown } = model(request, '')(catalog);
		return shown;
	};
	const written = (request: Request, check: Check<Catalog>) => ({
		_links: link(request, 'catalogs', ''),
		_embedded: {
			catalogs: writeList(store, jsonBody(request), check).map(({ result, requestId }) => ({
				...saved(request, result),
				request_id: requestId,
			})),
		},
	});

	router
		.route('/catalogs')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const types = new Set(list(branch(query['filter'])?.['type']));
			const found = [...store.data.catalogs.lists.values()].filter(
				({ type }) => types.size === 0 || types.has(type),
			);
			sendPage(request, response, 'catalogs', paginate(query, found), model(request));
		})
		.post((request, response) =>
			sendHal(response, written(request, addCatalog(store, actor(response.locals)))),
		)
		.patch((request, response) =>
			sendHal(response, written(request, updateCatalog(store, actor(response.locals)))),
		)
		.all(methodNotAllowed);
	router
		.route('/catalogs/:catalogId')
		.get((request, response) => {
			const catalog = store.data.catalogs.lists.get(Number(request.params.catalogId));
			if (catalog) sendHal(response, model(request)(catalog));
			else response.status(204).end();
		})
		.patch((request, response) => {
			const id = Number(request.params.catalogId);
			const catalog = writeObject(
				store,
				jsonBody(request),
				id,
				updateCatalog(store, actor(response.locals)),
			);
			sendHal(response, { ...saved(request, catalog), request_id: String(id) });
		})
		.all(methodNotAllowed);
	return router;
}
