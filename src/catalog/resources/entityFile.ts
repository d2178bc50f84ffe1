import { operation, resource } from '../define';
import { entityOfKind, entityType } from '../entityParams';
import { required, text } from '../params';
import { batchActs, pages } from '../runs';

/** What amoCRM gives without a limit; it publishes no higher one. */
const mostAtOnce = 50;

const ofEntity = {
	entityType: entityType('Kind of the entity that has the file'),
	entityId: entityOfKind('Entity', 'The one that has the file'),
};

const fileUuid = required(
	text('File UUID', 'UUID of the file', 'e.g. 367b9f38-5f01-4cea-947e-dfab47aea522'),
);

export const entityFile = resource({
	name: 'entityFile',
	label: 'Entity File',
	doc: 'The files that are attached to leads, contacts, companies and customers',
	operations: {
		add: operation({
			route: 'PUT /api/v4/{entityType}/{entityId}/files',
			label: 'Add',
			action: 'Add a file to an entity',
			doc: 'Attach an uploaded file to an entity, many files of one entity with one request',
			run: batchActs(mostAtOnce),
			params: { ...ofEntity, fileUuid },
		}),
		getAll: operation({
			route: 'GET /api/v4/{entityType}/{entityId}/files',
			label: 'Get Many',
			action: 'Get many files of an entity',
			doc: 'Get the UUIDs of the files of an entity, newest first',
			run: pages('files', mostAtOnce, 'before_id'),
			params: ofEntity,
		}),
		remove: operation({
			route: 'DELETE /api/v4/{entityType}/{entityId}/files',
			label: 'Remove',
			action: 'Remove a file from an entity',
			doc: 'Take a file from an entity, many files of one entity with one request; the file itself stays',
			run: batchActs(mostAtOnce),
			params: { ...ofEntity, fileUuid },
		}),
	},
});
