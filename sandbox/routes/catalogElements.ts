import { Router, type Request } from 'express';
import { actor } from '../auth';
import type { CatalogElement } from '../catalogs';
import type { Data } from '../data';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { elementLinkModel, elementModel, invoiceLink } from '../models/catalogElement';
import { problem } from '../problem';
import { branch, list, parseQuery, text, type Query } from '../query';
import type { Store } from '../store';
import { addElement, updateElement } from '../writes/catalogElement';
import { addLink, removeLink } from '../writes/elementLink';
import { writeObject, type Check } from '../writes/shaped';
import { writeList, type Saved } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';

const readQuery = (request: Request): Query => parseQuery(request.originalUrl.split('?')[1]);

/** What `filter[id]` and `query` leave of a catalog; text is looked for in the name and all values. */
function wanted(data: Data, catalogId: number, query: Query): readonly CatalogElement[] {
	const ids = new Set(list(branch(query['filter'])?.['id']).map(Number));
	const needle = (text(query['query']) ?? '').toLowerCase();
	const hasText = ({ name, fields }: CatalogElement): boolean =>
		[name, ...fields.flatMap(({ values }) => values.map(({ value }) => String(value)))].some(
			(one) => one.toLowerCase().includes(needle),
		);
	return [...data.catalogs.elements.values()].filter(
		(element) =>
			element.catalog_id === catalogId &&
			(ids.size === 0 || ids.has(element.id)) &&
			hasText(element),
	);
}

/** `/catalogs/{id}/elements` with the links of an element; there is no DELETE in amoCRM. */
export function catalogElementsRouter(store: Store): Router {
	const router = Router();
	const catalogOf = (request: Request): number => {
		const id = Number(request.params['catalogId']);
		if (!store.data.catalogs.lists.has(id)) throw problem(404, 'Catalog not found');
		return id;
	};
	const elementOf = (request: Request): CatalogElement | null => {
		const element = store.data.catalogs.elements.get(Number(request.params['elementId']));
		return element?.catalog_id === catalogOf(request) ? element : null;
	};
	const knownElement = (request: Request): CatalogElement => {
		const element = elementOf(request);
		if (!element) throw problem(404, 'Element not found');
		return element;
	};
	const read = (request: Request) => (element: CatalogElement) => ({
		...elementModel(store.data, element, (path) => link(request, path)),
		is_deleted: element.is_deleted || null,
		...((text(readQuery(request)['with']) ?? '').split(',').includes('invoice_link')
			? { invoice_link: invoiceLink(store.data, element) }
			: {}),
	});
	const written = (request: Request, element: CatalogElement, request_id: string | number) => {
		const model = elementModel(store.data, element, (path) => link(request, path, ''));
		const custom_fields_values = model.custom_fields_values ?? [];
		return {
			...model,
			custom_fields_values,
			request_id,
			invoice_link: invoiceLink(store.data, element),
		};
	};
	/** Where nobody named the items, amoCRM does: by a number, of the element itself if it was there. */
	const requestIdOf = (
		request: Request,
		{ result, requestId }: Saved<CatalogElement>,
		i: number,
	) => {
		const items = jsonBody(request) as readonly object[];
		if ('request_id' in (items[i] ?? {})) return requestId;
		return request.method === 'PATCH' ? result.id : i;
	};
	const writtenMany = (request: Request, check: Check<CatalogElement>) => ({
		_links: link(request, `catalogs/${catalogOf(request)}/elements`, ''),
		_embedded: {
			elements: writeList(store, jsonBody(request), check).map((saved, i) =>
				written(request, saved.result, requestIdOf(request, saved, i)),
			),
		},
	});

	router
		.route('/catalogs/:catalogId/elements')
		.get((request, response) => {
			const query = readQuery(request);
			const page = paginate(query, wanted(store.data, catalogOf(request), query));
			sendPage(request, response, 'elements', page, read(request));
		})
		.post((request, response) => {
			const check = addElement(store, catalogOf(request), actor(response.locals));
			sendHal(response, writtenMany(request, check));
		})
		.patch((request, response) => {
			const check = updateElement(store, catalogOf(request), actor(response.locals));
			sendHal(response, writtenMany(request, check));
		})
		.all(methodNotAllowed);
	router
		.route('/catalogs/:catalogId/elements/:elementId')
		.get((request, response) => {
			const element = elementOf(request);
			if (element) sendHal(response, read(request)(element));
			else response.status(204).end();
		})
		.patch((request, response) => {
			const id = Number(request.params.elementId);
			const check = updateElement(store, catalogOf(request), actor(response.locals));
			const element = writeObject(store, jsonBody(request), id, check);
			sendHal(response, written(request, element, String(id)));
		})
		.all(methodNotAllowed);
	router
		.route('/catalogs/:catalogId/elements/:elementId/links')
		.get((request, response) => {
			const { id } = knownElement(request);
			const query = readQuery(request);
			const filter = branch(query['filter']);
			const [type, entityId] = [text(filter?.['to_entity_type']), text(filter?.['to_entity_id'])];
			const found = store.data.catalogs.links.filter(
				({ element_id, entity_type, entity_id }) =>
					element_id === id &&
					(type === undefined || type === entity_type) &&
					(entityId === undefined || Number(entityId) === entity_id),
			);
			const page = paginate(query, found);
			const model = (one: (typeof found)[number]) => elementLinkModel(store.data, one);
			sendPage(request, response, 'links', page, model, { _total_items: page.total });
		})
		.all(methodNotAllowed);
	router
		.route('/catalogs/:catalogId/elements/:elementId/link')
		.post((request, response) => {
			const element = knownElement(request);
			const links = writeList(store, jsonBody(request), addLink(store, element));
			sendHal(response, {
				_total_items: links.length,
				_links: link(request, `catalogs/${element.catalog_id}/elements/${element.id}/links`, ''),
				_embedded: {
					links: links.map(({ result }) => ({
						entity_id: element.id,
						entity_type: 'catalog_elements',
						...elementLinkModel(store.data, result),
					})),
				},
			});
		})
		.all(methodNotAllowed);
	router
		.route('/catalogs/:catalogId/elements/:elementId/unlink')
		.post((request, response) => {
			writeList(store, jsonBody(request), removeLink(store, knownElement(request)));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
