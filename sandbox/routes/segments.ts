import { Router, type Request } from 'express';
import type { Segment } from '../customer';
import { link, paginate, sendHal, sendPage } from '../hal';
import { customFieldsValues } from '../models/customFields';
import { problem } from '../problem';
import { parseQuery } from '../query';
import type { Store } from '../store';
import { deleteSegment, mostSegments, prepareSegment, segmentFields } from '../writes/segment';
import { writeList } from '../writes/writeList';
import { requireMode } from './customersMode';
import { ordered } from './filters';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';
import { requireAdmin } from './requireAdmin';

const path = 'customers/segments';

/** `GET|POST /customers/segments`, one at a time, and `GET|PATCH|DELETE /customers/segments/{id}`. */
export function segmentsRouter(store: Store): Router {
	const router = Router();
	const countOf = (id: number): number =>
		[...store.data.customers.values()].filter(
			({ is_deleted, segments }) => !is_deleted && segments.includes(id),
		).length;
	const model = (request: Request) => (segment: Segment) => ({
		id: segment.id,
		created_at: segment.created_at,
		updated_at: segment.updated_at,
		account_id: store.data.account.id,
		name: segment.name,
		color: segment.color,
		available_products_price_types: segment.available_products_price_types,
		customers_count: countOf(segment.id),
		custom_fields_values: customFieldsValues(store.data, segmentFields, segment.fields) ?? [],
		_links: link(request, `${path}/${segment.id}`, ''),
	});
	const segmentOf = (request: Request): Segment => {
		const found = store.data.segments.get(Number(request.params['segmentId']));
		if (!found) throw problem(404, 'Segment not found');
		return found;
	};
	const write = (request: Request, before: Segment | null): readonly object[] =>
		writeList(store, [objectBody(request)], (item) => prepareSegment(store, item, before)).map(
			({ result }) => model(request)(result),
		);

	router.use(`/${path}`, requireMode(store, 'segments'));
	router
		.route(`/${path}`)
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const page = paginate(query, ordered([...store.data.segments.values()], query, []));
			sendPage(request, response, 'segments', page, model(request), {
				_total_items: page.total,
				_page_count: Math.ceil(page.total / page.limit),
			});
		})
		.post(requireAdmin(store), (request, response) => {
			if (store.data.segments.size >= mostSegments) {
				throw problem(422, `Limit ${mostSegments} segments`);
			}
			for (const made of write(request, null)) sendHal(response, made);
		})
		.all(methodNotAllowed);
	router
		.route(`/${path}/:segmentId`)
		.get((request, response) => sendHal(response, model(request)(segmentOf(request))))
		.patch(requireAdmin(store), (request, response) => {
			for (const changed of write(request, segmentOf(request))) sendHal(response, changed);
		})
		.delete(requireAdmin(store), (request, response) => {
			deleteSegment(store, segmentOf(request));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
