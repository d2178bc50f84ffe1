import { operation, resource } from '../define';
import { modelParams, readOptions } from '../entityParams';
import type { Params } from '../param';
import { choice, idList, required, text } from '../params';
import { deletes, one, pages } from '../runs';

const id = required(choice('Segment', 'getCustomerSegments'));
const name = text('Name', 'Name of the segment', 'e.g. Wholesale');

const fields: Params = {
	availableProductsPriceTypes: idList(
		'Price Field IDs',
		'IDs of the price fields of products that the segment may buy at',
	),
	color: text('Color', 'Six hexadecimal digits without #, as amoCRM lists them', 'e.g. ae003f'),
};

export const customerSegment = resource({
	name: 'customerSegment',
	label: 'Customer Segment',
	doc: 'Groups of customers, one of which may be in several; at most 100, and none with periodic purchases',
	operations: {
		create: operation({
			route: 'POST /api/v4/customers/segments',
			label: 'Create',
			action: 'Create a customer segment',
			doc: 'Create a segment, with one request per item',
			run: one,
			params: { name: required(name), ...modelParams },
			fields,
		}),
		delete: operation({
			route: 'DELETE /api/v4/customers/segments/{id}',
			label: 'Delete',
			action: 'Delete a customer segment',
			doc: 'Remove a segment; its customers stay',
			run: deletes,
			params: { id },
		}),
		get: operation({
			route: 'GET /api/v4/customers/segments/{id}',
			label: 'Get',
			action: 'Get a customer segment',
			doc: 'Get one segment with the number of its customers',
			run: one,
			params: { id },
			options: readOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/customers/segments',
			label: 'Get Many',
			action: 'Get many customer segments',
			doc: 'Get the segments with the numbers of their customers',
			run: pages('segments'),
			params: {},
			options: readOptions,
		}),
		update: operation({
			route: 'PATCH /api/v4/customers/segments/{id}',
			label: 'Update',
			action: 'Update a customer segment',
			doc: 'Change name, color or custom fields of a segment; its conditions can be changed in amoCRM only',
			run: one,
			params: { id, ...modelParams },
			fields: { ...fields, name },
		}),
	},
});
