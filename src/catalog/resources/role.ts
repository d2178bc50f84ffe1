import { operation, resource } from '../define';
import { id, required, text, withParts } from '../params';
import { rights } from '../rights';
import { batch, deletes, one, pages } from '../runs';

const parts = withParts({ users: 'Users' });
const roleId = id('Role ID', 'ID of the role');

export const role = resource({
	name: 'role',
	label: 'Role',
	doc: 'Rights that users share; for administrators alone',
	operations: {
		create: operation({
			route: 'POST /api/v4/roles',
			label: 'Create',
			action: 'Create a role',
			doc: 'Create a role from each item, many items in one request; without rights it denies everything',
			run: batch('roles'),
			params: { name: required(text('Name', 'Name of the role')) },
			fields: rights,
		}),
		delete: operation({
			route: 'DELETE /api/v4/roles/{id}',
			label: 'Delete',
			action: 'Delete a role',
			doc: 'Delete a role',
			run: deletes,
			params: { id: roleId },
		}),
		get: operation({
			route: 'GET /api/v4/roles/{id}',
			label: 'Get',
			action: 'Get a role',
			doc: 'Get one role with its rights',
			run: one,
			params: { id: roleId, with: parts },
		}),
		getAll: operation({
			route: 'GET /api/v4/roles',
			label: 'Get Many',
			action: 'Get many roles',
			doc: 'Get the roles of the account with their rights',
			run: pages('roles'),
			params: { with: parts },
		}),
		update: operation({
			route: 'PATCH /api/v4/roles',
			label: 'Update',
			action: 'Update a role',
			doc: 'Update the role of each item, many items in one request',
			run: batch('roles', { single: 'PATCH /api/v4/roles/{id}' }),
			params: { id: roleId },
			fields: { ...rights, name: text('Name', 'New name') },
		}),
	},
});
