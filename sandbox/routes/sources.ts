import { Router, type Request } from 'express';
import { z } from 'zod';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import { branch, list, parseQuery } from '../query';
import type { Source } from '../settings';
import type { Store } from '../store';
import { readList, readModel } from '../writes/readList';
import {
	changedSource,
	changedSourceProblems,
	newSource,
	newSourceProblems,
	sourceOf,
	type ChangedSource,
	type NewSource,
} from '../writes/sources';
import { methodNotAllowed } from './methodNotAllowed';
import { refuseUnknownIds } from './unknownIds';
import { requireAdmin } from './requireAdmin';

const perAccount = 100;
const perRequest = 50;

/** The sources of the integration; there are no pages, and no answer has a `request_id`. */
export function sourcesRouter(store: Store): Router {
	const router = Router();
	const sources = () => store.data.settings.sources;
	const model = (request: Request, source: Source) => ({
		...source,
		_links: link(request, `sources/${source.id}`, ''),
	});
	const collection = (request: Request, rows: readonly object[]) => ({
		_total_items: rows.length,
		_links: link(request, 'sources'),
		_embedded: { sources: rows },
	});
	const save = (input: NewSource | ChangedSource, id: number): Source => {
		const saved = sourceOf(store.data, id, input, sources().get(id));
		sources().set(id, saved);
		store.touch();
		return saved;
	};

	router.use('/sources', requireAdmin(store));
	router
		.route('/sources')
		.get((request, response) => {
			const filter = branch(parseQuery(request.originalUrl.split('?')[1])['filter']);
			const wanted = new Set(list(filter?.['external_id']));
			const found = [...sources().values()].filter(
				({ external_id }) => wanted.size === 0 || wanted.has(external_id ?? ''),
			);
			if (found.length === 0) {
				response.status(204).end();
				return;
			}
			const rows = found.map((source) => model(request, source));
			sendHal(response, collection(request, rows));
		})
		.post((request, response) => {
			const items = readList(jsonBody(request), perRequest, newSource, (input) =>
				newSourceProblems(store.data, input),
			);
			if (sources().size + items.length > perAccount) {
				throw problem(422, `Limit ${perAccount} sources per integration`);
			}
			const rows = items.map(({ input }) => model(request, save(input, store.nextId())));
			sendHal(response, collection(request, rows));
		})
		.patch((request, response) => {
			const items = readList(jsonBody(request), perRequest, changedSource, (input) =>
				changedSourceProblems(store.data, input),
			);
			const rows = items.map(({ input }) => model(request, save(input, Number(input.id))));
			sendHal(response, collection(request, rows));
		})
		.delete((request, response) => {
			const items = readList(jsonBody(request), perRequest, z.object({ id: z.number() }), () => []);
			const ids = items.map(({ input }) => input.id);
			refuseUnknownIds('source', ids, sources());
			for (const id of ids) sources().delete(id);
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	router
		.route('/sources/:sourceId')
		.get((request, response) => {
			const source = sources().get(Number(request.params.sourceId));
			if (source) sendHal(response, model(request, source));
			else response.status(204).end();
		})
		.patch((request, response) => {
			const id = Number(request.params.sourceId);
			const input = readModel(jsonBody(request), changedSource, (given) =>
				changedSourceProblems(store.data, { ...given, id }),
			);
			sendHal(response, model(request, save(input, id)));
		})
		.delete((request, response) => {
			if (!sources().delete(Number(request.params.sourceId))) {
				throw problem(404, 'Source not found');
			}
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
