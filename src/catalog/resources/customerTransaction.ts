import { operation, resource } from '../define';
import { batchOptions, entityId } from '../entityParams';
import type { Params } from '../param';
import {
	additionalJson,
	boolean,
	dateTime,
	id,
	idList,
	inQuery,
	number,
	required,
	text,
} from '../params';
import { batch, deletes, one, pages } from '../runs';

const filters: Params = { id: idList('IDs', 'Only these transactions') };

export const customerTransaction = resource({
	name: 'customerTransaction',
	label: 'Customer Transaction',
	doc: 'What customers bought; amoCRM reckons the sum, the number and the average of their purchases',
	operations: {
		create: operation({
			route: 'POST /api/v4/customers/{customerId}/transactions',
			label: 'Create',
			action: 'Create a customer transaction',
			doc: 'Add a purchase to a customer from each item, the purchases of one customer in one request',
			run: batch('transactions'),
			params: {
				customerId: entityId('Customer'),
				price: required(number('Price', 'What the purchase brought, in whole units')),
				accrueBonus: inQuery(
					boolean('Accrue Bonus', 'Whether the customer earns bonus points with the purchase'),
				),
				additionalJson,
			},
			fields: {
				comment: text('Comment', 'What was bought'),
				completedAt: dateTime('Completed At', 'When it was bought; now, when left out'),
				nextDate: dateTime('Next Purchase Date', 'When the customer is expected to buy again'),
				nextPrice: number('Next Purchase Sum', 'What the next purchase is expected to bring'),
			},
			options: batchOptions,
		}),
		delete: operation({
			route: 'DELETE /api/v4/customers/{customerId}/transactions/{id}',
			label: 'Delete',
			action: 'Delete a customer transaction',
			doc: 'Take a purchase from a customer',
			run: deletes,
			params: {
				customerId: entityId('Customer'),
				id: id('Transaction ID', 'ID of the transaction'),
			},
		}),
		get: operation({
			route: 'GET /api/v4/customers/transactions/{id}',
			label: 'Get',
			action: 'Get a customer transaction',
			doc: 'Get one purchase by its ID',
			run: one,
			params: { id: id('Transaction ID', 'ID of the transaction') },
		}),
		getAll: operation({
			route: 'GET /api/v4/customers/transactions',
			label: 'Get Many',
			action: 'Get many customer transactions',
			doc: 'Get the purchases of all customers',
			run: pages('transactions'),
			params: {},
			filters,
		}),
		getAllOfCustomer: operation({
			route: 'GET /api/v4/customers/{customerId}/transactions',
			label: 'Get Many of a Customer',
			action: 'Get many transactions of a customer',
			doc: 'Get the purchases of one customer',
			run: pages('transactions'),
			params: { customerId: entityId('Customer') },
			filters,
		}),
	},
});
