import { operation, resource } from '../define';
import { batchOptions } from '../entityParams';
import { choice, number, required, text } from '../params';
import { batch, deletes, one, pages } from '../runs';

const id = required(choice('Loss Reason', 'getLossReasons'));
const sort = number('Sort', 'Position in the list of loss reasons');

export const lossReason = resource({
	name: 'lossReason',
	label: 'Loss Reason',
	doc: 'Why leads are lost: the list to choose from when one is closed',
	operations: {
		create: operation({
			route: 'POST /api/v4/leads/loss_reasons',
			label: 'Create',
			action: 'Create a loss reason',
			doc: 'Create a loss reason from each item, many items in one request',
			run: batch('loss_reasons'),
			params: { name: required(text('Name', 'What the list shows', 'e.g. Too expensive')) },
			fields: { sort },
			options: batchOptions,
		}),
		delete: operation({
			route: 'DELETE /api/v4/leads/loss_reasons/{id}',
			label: 'Delete',
			action: 'Delete a loss reason',
			doc: 'Remove a loss reason from the list',
			run: deletes,
			params: { id },
		}),
		get: operation({
			route: 'GET /api/v4/leads/loss_reasons/{id}',
			label: 'Get',
			action: 'Get a loss reason',
			doc: 'Get one loss reason',
			run: one,
			params: { id },
		}),
		getAll: operation({
			route: 'GET /api/v4/leads/loss_reasons',
			label: 'Get Many',
			action: 'Get many loss reasons',
			doc: 'Get the loss reasons of the account',
			run: pages('loss_reasons'),
			params: {},
		}),
		update: operation({
			route: 'PATCH /api/v4/leads/loss_reasons/{id}',
			label: 'Update',
			action: 'Update a loss reason',
			doc: 'Change the name or the position of a loss reason',
			run: one,
			params: { id },
			fields: { name: text('Name', 'What the list shows'), sort },
		}),
	},
});
