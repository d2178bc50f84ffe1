import { Router, type Request, type Response } from 'express';
import type { Field } from '../field';
import { owners } from '../fieldTypes';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { fieldModel } from '../models/field';
import { problem } from '../problem';
import { branch, list, parseQuery, type Query } from '../query';
import type { Store } from '../store';
import { addField, deleteField, updateField } from '../writes/field';
import { writeObject, type Check } from '../writes/shaped';
import { writeList } from '../writes/writeList';
import { fieldGroupsRouter } from './fieldGroups';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

/** amoCRM gives 50 fields a page, whatever the limit says. */
const perPage = 50;

function wanted(all: readonly Field[], query: Query): readonly Field[] {
	const types = new Set(list(branch(query['filter'])?.['type']));
	const [name, direction] = Object.entries(branch(query['order']) ?? {})[0] ?? ['sort', 'asc'];
	const sign = direction === 'desc' ? -1 : 1;
	const key = name === 'id' ? 'id' : 'sort';
	const found = all.filter(({ type }) => types.size === 0 || types.has(type));
	return branch(query['order'])
		? [...found].sort((a, b) => sign * (a[key] - b[key]) || a.id - b.id)
		: found;
}

/** `/{owner}/custom_fields`, for leads, contacts, companies, customers, segments and each catalog. */
export function customFieldsRouter(store: Store): Router {
	const router = Router();
	for (const kind of owners) {
		const base = kind === 'catalogs' ? '/catalogs/:catalogId' : `/${kind}`;
		const ownerOf = (request: Request): string => {
			if (kind !== 'catalogs') return kind;
			const id = Number(request.params['catalogId']);
			if (!store.data.catalogs.lists.has(id)) throw problem(404, 'Catalog not found');
			return `catalogs/${id}`;
		};
		const fieldsOf = (request: Request) => store.data.fields[ownerOf(request)] ?? [];
		const fieldOf = (request: Request): Field => {
			const id = Number(request.params['fieldId']);
			const field = fieldsOf(request).find((one) => one.id === id);
			if (!field) throw problem(404, 'Custom field not found');
			return field;
		};
		const model = (request: Request, query?: string) => (field: Field) =>
			fieldModel(store.data, ownerOf(request), field, (path) => link(request, path, query));
		const writtenMany = (request: Request, check: Check<Field>): object => {
			const rows = writeList(store, jsonBody(request), check).map(({ result, requestId }) => ({
				...model(request, '')(result),
				request_id: requestId,
			}));
			return { _total_items: rows.length, _embedded: { custom_fields: rows } };
		};
		const created = (request: Request): object => {
			const check = addField(store, ownerOf(request));
			return Array.isArray(jsonBody(request))
				? writtenMany(request, check)
				: model(request, '')(writeObject(store, jsonBody(request), null, check));
		};

		if (kind !== 'customers/segments') router.use(fieldGroupsRouter(store, base, ownerOf));
		router
			.route(`${base}/custom_fields`)
			.get((request, response) => {
				const query = parseQuery(request.originalUrl.split('?')[1]);
				const found = wanted(fieldsOf(request), query);
				const asked = paginate(query, found);
				const limited = { ...query, limit: String(Math.min(asked.limit, perPage)) };
				const page = paginate(limited, found);
				sendPage(request, response, 'custom_fields', page, model(request), {
					_total_items: page.total,
					_page_count: Math.ceil(page.total / page.limit),
				});
			})
			.all(requireAdmin(store))
			.post((request, response) => sendHal(response, created(request), 201))
			.patch((request, response) =>
				sendHal(response, writtenMany(request, updateField(store, ownerOf(request)))),
			)
			.all(methodNotAllowed);
		router
			.route(`${base}/custom_fields/:fieldId`)
			.get((request, response) => sendHal(response, model(request)(fieldOf(request))))
			.all(requireAdmin(store))
			.patch((request, response) => {
				const { id } = fieldOf(request);
				const check = updateField(store, ownerOf(request));
				sendHal(response, model(request, '')(writeObject(store, jsonBody(request), id, check)));
			})
			.delete((request: Request, response: Response) => {
				deleteField(store, ownerOf(request), fieldOf(request));
				response.status(204).end();
			})
			.all(methodNotAllowed);
	}
	return router;
}
