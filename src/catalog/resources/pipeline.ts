import { operation, resource } from '../define';
import { boolean, choice, number, required, text, withParts } from '../params';
import { batch, deletes, one, pages } from '../runs';
import { firstStatuses, statusFields, statusId } from '../statusParams';

const pipelineId = required(choice('Pipeline', 'getPipelines'));
const parts = withParts({ descriptions: 'Descriptions' });

const name = text('Name', 'Name of the pipeline');
const sort = number('Sort', 'Position in the list of pipelines');
const isMain = boolean(
	'Main',
	'Whether new leads come into this pipeline if nothing else is said; only one pipeline is the main one',
);
const isUnsortedOn = boolean(
	'Incoming Leads',
	'Whether the pipeline has a stage for leads that nobody has accepted yet',
);

export const pipeline = resource({
	name: 'pipeline',
	label: 'Pipeline',
	doc: 'The pipelines of leads and their statuses; to change them takes the rights of an administrator',
	operations: {
		create: operation({
			route: 'POST /api/v4/leads/pipelines',
			label: 'Create',
			action: 'Create a pipeline',
			doc: 'Create a pipeline with its statuses from each item; an account has at most 50',
			run: batch('pipelines', { max: 50 }),
			params: {
				name: required(name),
				sort: required(sort),
				isMain: required(isMain),
				isUnsortedOn: required(isUnsortedOn),
				statuses: firstStatuses,
			},
		}),
		delete: operation({
			route: 'DELETE /api/v4/leads/pipelines/{id}',
			label: 'Delete',
			action: 'Delete a pipeline',
			doc: 'Delete a pipeline without leads; amoCRM keeps the last one',
			run: deletes,
			params: { id: pipelineId },
		}),
		get: operation({
			route: 'GET /api/v4/leads/pipelines/{id}',
			label: 'Get',
			action: 'Get a pipeline',
			doc: 'Get one pipeline with its statuses',
			run: one,
			params: { id: pipelineId },
		}),
		getAll: operation({
			route: 'GET /api/v4/leads/pipelines',
			label: 'Get Many',
			action: 'Get many pipelines',
			doc: 'Get the pipelines with their statuses',
			run: pages('pipelines'),
			params: {},
		}),
		update: operation({
			route: 'PATCH /api/v4/leads/pipelines/{id}',
			label: 'Update',
			action: 'Update a pipeline',
			doc: 'Change a pipeline; its statuses have operations of their own',
			run: one,
			params: { id: pipelineId },
			fields: { isMain, isUnsortedOn, name, sort },
		}),
		createStatus: operation({
			route: 'POST /api/v4/leads/pipelines/{pipelineId}/statuses',
			label: 'Create Status',
			action: 'Create a status in a pipeline',
			doc: 'Add a status from each item, many items of a pipeline in one request; a pipeline has at most 100',
			run: batch('statuses', { max: 100 }),
			params: { pipelineId, name: required(text('Name', 'Name of the status')) },
			fields: statusFields,
		}),
		deleteStatus: operation({
			route: 'DELETE /api/v4/leads/pipelines/{pipelineId}/statuses/{id}',
			label: 'Delete Status',
			action: 'Delete a status of a pipeline',
			doc: 'Delete a status; amoCRM moves its leads to the first one of the pipeline',
			run: deletes,
			params: { pipelineId, id: statusId },
		}),
		getStatus: operation({
			route: 'GET /api/v4/leads/pipelines/{pipelineId}/statuses/{id}',
			label: 'Get Status',
			action: 'Get a status of a pipeline',
			doc: 'Get one status of a pipeline',
			run: one,
			params: { pipelineId, id: statusId, with: parts },
		}),
		getStatuses: operation({
			route: 'GET /api/v4/leads/pipelines/{pipelineId}/statuses',
			label: 'Get Many Statuses',
			action: 'Get many statuses of a pipeline',
			doc: 'Get the statuses of one pipeline',
			run: pages('statuses'),
			params: { pipelineId, with: parts },
		}),
		updateStatus: operation({
			route: 'PATCH /api/v4/leads/pipelines/{pipelineId}/statuses/{id}',
			label: 'Update Status',
			action: 'Update a status of a pipeline',
			doc: 'Change a status of a pipeline',
			run: one,
			params: { pipelineId, id: statusId },
			fields: { name: text('Name', 'Name of the status'), ...statusFields },
		}),
	},
});
