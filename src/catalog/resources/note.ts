import { operation, resource } from '../define';
import {
	batchOptions,
	entityId,
	entityOfKind,
	entityType,
	responsibleUserId,
	sort,
	updatedFilters,
} from '../entityParams';
import { noteFields, noteText, noteType, noteTypeFilter, presentNoteType } from '../noteParams';
import type { Params } from '../param';
import { additionalJson, boolean, choice, idList, optional } from '../params';
import { acts, batch, one, pages } from '../runs';

const itsEntityType = entityType('Kind of the entity that the note belongs to');
const itsEntityId = entityOfKind('Entity', 'The one that the note belongs to');
const order = sort({ id: 'ID', updated_at: 'Updated' });

const filters: Params = {
	...updatedFilters('notes'),
	id: idList('IDs', 'Only these notes'),
	noteType: noteTypeFilter,
};

export const note = resource({
	name: 'note',
	label: 'Note',
	doc: 'What is written in the feed of an entity, calls included; amoCRM has no way to delete one',
	operations: {
		create: operation({
			route: 'POST /api/v4/{entityType}/notes',
			label: 'Create',
			action: 'Create a note',
			doc: 'Write a note from each item, many items in one request',
			run: batch('notes'),
			params: {
				entityType: itsEntityType,
				entityId: itsEntityId,
				noteType,
				text: noteText,
				additionalJson,
			},
			fields: {
				...noteFields,
				createdBy: choice('Created By', 'getUsers'),
				isNeedToTriggerDigitalPipeline: boolean(
					'Trigger Digital Pipeline',
					'Whether the note starts the triggers of the Digital Pipeline, as it does by default',
				),
				responsibleUserId,
			},
			options: batchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/{entityType}/{entityId}/notes/{id}',
			label: 'Get',
			action: 'Get a note',
			doc: 'Get one note of an entity by its ID, with one request per item',
			run: one,
			params: { entityType: itsEntityType, entityId: itsEntityId, id: entityId('Note') },
		}),
		getAll: operation({
			route: 'GET /api/v4/{entityType}/notes',
			label: 'Get Many',
			action: 'Get many notes',
			doc: 'Get the notes of all entities of a kind, or of some of them',
			run: pages('notes'),
			params: { entityType: itsEntityType, sort: order },
			filters: { ...filters, entityId: idList('Entity IDs', 'Only notes of these entities') },
		}),
		getAllOfEntity: operation({
			route: 'GET /api/v4/{entityType}/{entityId}/notes',
			label: 'Get Many of Entity',
			action: 'Get many notes of an entity',
			doc: 'Get the notes of one entity',
			run: pages('notes'),
			params: { entityType: itsEntityType, entityId: itsEntityId, sort: order },
			filters,
		}),
		pin: operation({
			route: 'POST /api/v4/{entityType}/notes/{id}/pin',
			label: 'Pin',
			action: 'Pin a note',
			doc: 'Keep a note at the top of the feed of its entity',
			run: acts,
			params: { entityType: itsEntityType, id: entityId('Note') },
		}),
		unpin: operation({
			route: 'POST /api/v4/{entityType}/notes/{id}/unpin',
			label: 'Unpin',
			action: 'Unpin a note',
			doc: 'Let a pinned note go back to its place in the feed',
			run: acts,
			params: { entityType: itsEntityType, id: entityId('Note') },
		}),
		update: operation({
			route: 'PATCH /api/v4/{entityType}/notes',
			label: 'Update',
			action: 'Update a note',
			doc: 'Change the note of each item, many items in one request',
			run: batch('notes', { single: 'PATCH /api/v4/{entityType}/{entityId}/notes/{id}' }),
			params: {
				entityType: itsEntityType,
				id: entityId('Note'),
				entityId: optional(
					entityOfKind('Entity', 'The one that the note belongs to, if it is known'),
				),
				noteType: presentNoteType,
				text: noteText,
				additionalJson,
			},
			fields: noteFields,
			options: batchOptions,
		}),
	},
});
