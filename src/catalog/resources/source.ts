import { operation, resource } from '../define';
import { boolean, choice, id, json, list, required, text } from '../params';
import { batch, batchActs, one, pages } from '../runs';

const perRequest = 50;

const sourceId = id('Source ID', 'ID of the source');

const changeable = {
	default: boolean('Default', 'Whether this is the source that is taken where none is named'),
	originCode: text(
		'Origin Code',
		'Code of the chat channel through which conversations begin',
		'e.g. amo.ext.30490163',
	),
	pipelineId: choice('Pipeline', 'getPipelines'),
	services: json(
		'Services',
		'WhatsApp numbers of the source, in the form of the amoCRM API: a list of type, params and pages',
	),
};

export const source = resource({
	name: 'source',
	label: 'Source',
	doc: 'Where leads come from; an integration sees its own sources alone',
	operations: {
		create: operation({
			route: 'POST /api/v4/sources',
			label: 'Create',
			action: 'Create a source',
			doc: 'Create a source from each item, many items in one request',
			run: batch('sources', { max: perRequest }),
			params: { name: required(text('Name', 'Name of the source')) },
			fields: {
				...changeable,
				externalId: text(
					'External ID',
					'Your own ID of the source, up to 36 Latin characters; it stays as it is created',
				),
			},
		}),
		delete: operation({
			route: 'DELETE /api/v4/sources',
			label: 'Delete',
			action: 'Delete a source',
			doc: 'Delete the source of each item, many items in one request',
			run: batchActs(perRequest, 'DELETE /api/v4/sources/{id}'),
			params: { id: sourceId },
		}),
		get: operation({
			route: 'GET /api/v4/sources/{id}',
			label: 'Get',
			action: 'Get a source',
			doc: 'Get one source by its ID',
			run: one,
			params: { id: sourceId },
		}),
		getAll: operation({
			route: 'GET /api/v4/sources',
			label: 'Get Many',
			action: 'Get many sources',
			doc: 'Get the sources of the integration, at most 100',
			run: pages('sources'),
			params: {},
			filters: {
				externalId: list('External IDs', 'Only these sources', 'e.g. landing, +79990000000'),
			},
		}),
		update: operation({
			route: 'PATCH /api/v4/sources',
			label: 'Update',
			action: 'Update a source',
			doc: 'Update the source of each item, many items in one request',
			run: batch('sources', { max: perRequest, single: 'PATCH /api/v4/sources/{id}' }),
			params: { id: sourceId },
			fields: { ...changeable, name: text('Name', 'New name') },
		}),
	},
});
