import { operation, resource } from '../define';
import { batchOptions } from '../entityParams';
import { fieldOwner } from '../fieldOwner';
import { idList, number, required, text } from '../params';
import { batch, deletes, one, pages } from '../runs';

const groupId = required(text('Group ID', 'ID of the group, a text', 'e.g. leads_29741591099841'));
const sort = number('Sort', 'Position among the groups');

export const customFieldGroup = resource({
	name: 'customFieldGroup',
	label: 'Custom Field Group',
	doc: 'The tabs of a card, which hold its custom fields; segments have none',
	operations: {
		create: operation({
			route: 'POST /api/v4/{entityType}/custom_fields/groups',
			label: 'Create',
			action: 'Create a group of custom fields',
			doc: 'Create a group of custom fields from each item, many items in one request',
			run: batch('custom_field_groups'),
			params: { entityType: fieldOwner, name: required(text('Name', 'Name of the group')) },
			fields: { sort },
			options: batchOptions,
		}),
		delete: operation({
			route: 'DELETE /api/v4/{entityType}/custom_fields/groups/{id}',
			label: 'Delete',
			action: 'Delete a group of custom fields',
			doc: 'Delete a group; its fields stay',
			run: deletes,
			params: { entityType: fieldOwner, id: groupId },
		}),
		get: operation({
			route: 'GET /api/v4/{entityType}/custom_fields/groups/{id}',
			label: 'Get',
			action: 'Get a group of custom fields',
			doc: 'Get one group of custom fields',
			run: one,
			params: { entityType: fieldOwner, id: groupId },
		}),
		getAll: operation({
			route: 'GET /api/v4/{entityType}/custom_fields/groups',
			label: 'Get Many',
			action: 'Get many groups of custom fields',
			doc: 'Get the groups of the custom fields of an entity',
			run: pages('custom_field_groups'),
			params: { entityType: fieldOwner },
		}),
		update: operation({
			route: 'PATCH /api/v4/{entityType}/custom_fields/groups/{id}',
			label: 'Update',
			action: 'Update a group of custom fields',
			doc: 'Rename or move a group, or move fields into it',
			run: one,
			params: { entityType: fieldOwner, id: groupId },
			fields: {
				fields: idList('Field IDs', 'Fields that move into the group'),
				name: text('Name', 'New name'),
				sort,
			},
		}),
	},
});
