import { Router, type Request } from 'express';
import { actor } from '../auth';
import type { Transaction } from '../customer';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import { branch, parseQuery, text } from '../query';
import type { Store } from '../store';
import { deleteTransaction, prepareTransaction } from '../writes/transaction';
import { writeList } from '../writes/writeList';
import { among, ordered, passing } from './filters';
import { methodNotAllowed } from './methodNotAllowed';

/**
 * `GET /customers/transactions`, `GET|POST /customers/{customerId}/transactions`, and one transaction
 * under either of them.
 */
export function transactionsRouter(store: Store): Router {
	const router = Router();
	const readQuery = (request: Request) => parseQuery(request.originalUrl.split('?')[1]);
	const self = (request: Request, { id, customer_id }: Transaction) =>
		link(request, `customers/${customer_id}/transactions/${id}`, '');
	const model = (request: Request) => (transaction: Transaction) => {
		const { id, customer_id, catalog_elements } = transaction;
		return {
			id,
			price: transaction.price,
			comment: transaction.comment,
			completed_at: transaction.completed_at,
			customer_id,
			created_by: transaction.created_by,
			updated_by: transaction.updated_by,
			created_at: transaction.created_at,
			updated_at: transaction.updated_at,
			is_deleted: false,
			account_id: store.data.account.id,
			_links: self(request, transaction),
			_embedded: {
				customer: { id: customer_id, _links: link(request, `customers/${customer_id}`, '') },
				...(catalog_elements.length > 0 ? { catalog_elements } : {}),
			},
		};
	};
	/** Null where the path names none. */
	const customerIdOf = (request: Request): number | null => {
		if (request.params['customerId'] === undefined) return null;
		const id = Number(request.params['customerId']);
		const customer = store.data.customers.get(id);
		if (!customer || customer.is_deleted) throw problem(404, 'Customer not found');
		return id;
	};
	const found = (request: Request): Transaction | undefined => {
		const transaction = store.data.transactions.get(Number(request.params['transactionId']));
		const customerId = customerIdOf(request) ?? transaction?.customer_id;
		return transaction?.customer_id === customerId ? transaction : undefined;
	};

	router
		.route(['/customers/transactions', '/customers/:customerId/transactions'])
		.get((request, response) => {
			const query = readQuery(request);
			const customerId = customerIdOf(request);
			const transactions = passing(store.data.transactions.values(), [
				among('id', branch(query['filter'])?.['id']),
				customerId === null ? null : among('customer_id', String(customerId)),
			]);
			const page = paginate(query, ordered(transactions, query, []));
			sendPage(request, response, 'transactions', page, model(request));
		})
		.post((request, response) => {
			const customerId = customerIdOf(request);
			if (customerId === null) throw problem(405, 'Method Not Allowed');
			const purchase = {
				customerId,
				by: actor(response.locals),
				isBonusAccrued: text(readQuery(request)['accrue_bonus']) === '1',
			};
			const transactions = writeList(store, jsonBody(request), (item) =>
				prepareTransaction(store, item, purchase),
			).map(({ result, requestId }) => ({
				id: result.id,
				request_id: requestId,
				_links: self(request, result),
			}));
			const _links = link(request, `customers/${customerId}/transactions`, '');
			sendHal(response, { _links, _embedded: { transactions } });
		})
		.all(methodNotAllowed);
	router
		.route([
			'/customers/transactions/:transactionId',
			'/customers/:customerId/transactions/:transactionId',
		])
		.get((request, response) => {
			const transaction = found(request);
			if (transaction) sendHal(response, model(request)(transaction));
			else response.status(204).end();
		})
		.delete((request, response) => {
			const transaction = found(request);
			if (!transaction) throw problem(404, 'Transaction not found');
			deleteTransaction(store, transaction);
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
