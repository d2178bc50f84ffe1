import { Router, type Request } from 'express';
import type { Customer } from '../customer';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import { branch, parseQuery } from '../query';
import type { Store } from '../store';
import { linksOf, prepareLink } from '../writes/customerLink';
import { writeList } from '../writes/writeList';
import { among, passing } from './filters';
import { methodNotAllowed } from './methodNotAllowed';

/** `GET /customers/{id}/links`, `POST /customers/{id}/link` and `/unlink`. */
export function customerLinksRouter(store: Store): Router {
	const router = Router();
	const customerOf = (request: Request): Customer => {
		const customer = store.data.customers.get(Number(request.params['customerId']));
		if (!customer || customer.is_deleted) throw problem(404, 'Customer not found');
		return customer;
	};
	const list = (request: Request, id: number, links: readonly object[]) => ({
		_total_items: links.length,
		_links: link(request, `customers/${id}/links`),
		_embedded: { links },
	});

	router
		.route('/customers/:customerId/links')
		.get((request, response) => {
			const customer = customerOf(request);
			const filter = branch(parseQuery(request.originalUrl.split('?')[1])['filter']) ?? {};
			const links = passing(linksOf(customer), [
				among('to_entity_id', filter['to_entity_id']),
				among('to_entity_type', filter['to_entity_type']),
			]);
			sendHal(response, list(request, customer.id, links));
		})
		.all(methodNotAllowed);
	router
		.route('/customers/:customerId/link')
		.post((request, response) => {
			const { id } = customerOf(request);
			const links = writeList(store, jsonBody(request), (item) =>
				prepareLink(store, id, item, 'link'),
			).map(({ result }) => ({ entity_id: id, entity_type: 'customers', ...result }));
			sendHal(response, list(request, id, links));
		})
		.all(methodNotAllowed);
	router
		.route('/customers/:customerId/unlink')
		.post((request, response) => {
			const { id } = customerOf(request);
			writeList(store, jsonBody(request), (item) => prepareLink(store, id, item, 'unlink'));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
