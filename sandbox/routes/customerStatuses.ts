import { Router, type Request } from 'express';
import type { CustomerStatus } from '../customer';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import type { Store } from '../store';
import {
	addCustomerStatuses,
	deleteCustomerStatus,
	prepareCustomerStatus,
} from '../writes/customerStatus';
import { writeList } from '../writes/writeList';
import { requireMode } from './customersMode';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';
import { requireAdmin } from './requireAdmin';

const path = 'customers/statuses';

/** `GET|POST /customers/statuses` and `GET|PATCH|DELETE /customers/statuses/{id}`. */
export function customerStatusesRouter(store: Store): Router {
	const router = Router();
	const model = (request: Request, status: CustomerStatus) => ({
		id: status.id,
		name: status.name,
		sort: status.sort,
		is_default: status.is_default,
		// The API neither writes nor changes them.
		conditions: [],
		color: status.color,
		type: status.type,
		account_id: store.data.account.id,
		_links: link(request, `${path}/${status.id}`, ''),
	});
	const statusOf = (request: Request): CustomerStatus => {
		const found = store.data.customerStatuses.get(Number(request.params['statusId']));
		if (!found) throw problem(404, 'Status not found');
		return found;
	};
	const list = (request: Request, statuses: readonly object[]) => ({
		_total_items: statuses.length,
		_links: link(request, path, ''),
		_embedded: { statuses },
	});

	router.use(`/${path}`, requireMode(store, 'periodicity'));
	router
		.route(`/${path}`)
		.get((request, response) => {
			const statuses = [...store.data.customerStatuses.values()].sort((a, b) => a.sort - b.sort);
			const rows = statuses.map((status) => model(request, status));
			sendHal(response, list(request, rows));
		})
		.post(requireAdmin(store), (request, response) => {
			const rows = addCustomerStatuses(store, jsonBody(request)).map(
				({ result: { id }, requestId }) => ({
					id,
					request_id: requestId,
					_links: link(request, `${path}/${id}`, ''),
				}),
			);
			sendHal(response, list(request, rows));
		})
		.all(methodNotAllowed);
	router
		.route(`/${path}/:statusId`)
		.get((request, response) => sendHal(response, model(request, statusOf(request))))
		.patch(requireAdmin(store), (request, response) => {
			const before = statusOf(request);
			const saved = writeList(store, [objectBody(request)], (item) =>
				prepareCustomerStatus(store, item, before),
			);
			for (const { result, requestId } of saved) {
				sendHal(response, { ...model(request, result), request_id: requestId });
			}
		})
		.delete(requireAdmin(store), (request, response) => {
			deleteCustomerStatus(store, statusOf(request));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
