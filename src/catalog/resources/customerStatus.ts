import { operation, resource } from '../define';
import { batchOptions } from '../entityParams';
import type { Params } from '../param';
import { choice, number, required, text } from '../params';
import { batch, deletes, one, pages } from '../runs';

const id = required(choice('Status', 'getCustomerStatuses'));
const name = text('Name', 'Name of the status', 'e.g. Offer sent');

const fields: Params = {
	color: text('Color', 'Six hexadecimal digits after a #, as amoCRM lists them', 'e.g. #fffeb2'),
	sort: number('Sort', 'Position in the list of statuses'),
};

export const customerStatus = resource({
	name: 'customerStatus',
	label: 'Customer Status',
	doc: 'Where customers stand with periodic purchases; at most 30, and none while customers are in segments',
	operations: {
		create: operation({
			route: 'POST /api/v4/customers/statuses',
			label: 'Create',
			action: 'Create a customer status',
			doc: 'Create a status from each item, many items in one request',
			run: batch('statuses'),
			params: { name: required(name) },
			fields,
			options: batchOptions,
		}),
		delete: operation({
			route: 'DELETE /api/v4/customers/statuses/{id}',
			label: 'Delete',
			action: 'Delete a customer status',
			doc: 'Remove a status; those of the account itself stay',
			run: deletes,
			params: { id },
		}),
		get: operation({
			route: 'GET /api/v4/customers/statuses/{id}',
			label: 'Get',
			action: 'Get a customer status',
			doc: 'Get one status of customers with its conditions',
			run: one,
			params: { id },
		}),
		getAll: operation({
			route: 'GET /api/v4/customers/statuses',
			label: 'Get Many',
			action: 'Get many customer statuses',
			doc: 'Get the statuses of customers with their conditions',
			run: pages('statuses'),
			params: {},
		}),
		update: operation({
			route: 'PATCH /api/v4/customers/statuses/{id}',
			label: 'Update',
			action: 'Update a customer status',
			doc: 'Change name, color or position of a status; its conditions can be changed in amoCRM only',
			run: one,
			params: { id },
			fields: { ...fields, name },
		}),
	},
});
