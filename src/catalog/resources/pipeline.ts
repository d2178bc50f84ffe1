import { operation, resource } from '../define';
import { id, withParts } from '../params';
import { one, pages } from '../runs';

export const pipeline = resource({
	name: 'pipeline',
	label: 'Pipeline',
	doc: 'The pipelines of leads and their statuses',
	operations: {
		get: operation({
			route: 'GET /api/v4/leads/pipelines/{id}',
			label: 'Get',
			action: 'Get a pipeline',
			doc: 'Get one pipeline with its statuses',
			run: one,
			params: { id: id('Pipeline ID', 'ID of the pipeline') },
		}),
		getAll: operation({
			route: 'GET /api/v4/leads/pipelines',
			label: 'Get Many',
			action: 'Get many pipelines',
			doc: 'Get the pipelines with their statuses',
			run: pages('pipelines'),
			params: {},
		}),
		getStatuses: operation({
			route: 'GET /api/v4/leads/pipelines/{pipelineId}/statuses',
			label: 'Get Many Statuses',
			action: 'Get many statuses of a pipeline',
			doc: 'Get the statuses of one pipeline',
			run: pages('statuses'),
			params: {
				pipelineId: id('Pipeline ID', 'ID of the pipeline whose statuses are wanted'),
				with: withParts({ descriptions: 'Descriptions' }),
			},
		}),
	},
});
