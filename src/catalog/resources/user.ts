import { operation, resource } from '../define';
import { id, withParts } from '../params';
import { one, pages } from '../runs';

const parts = withParts({
	amojo_id: 'Chats User ID',
	group: 'Group',
	phone_number: 'Phone Number',
	role: 'Role',
	user_rank: 'Rank',
	uuid: 'UUID',
});

export const user = resource({
	name: 'user',
	label: 'User',
	doc: 'The users of the account; only administrators may read the list',
	operations: {
		get: operation({
			route: 'GET /api/v4/users/{id}',
			label: 'Get',
			action: 'Get a user',
			doc: 'Get one user by the ID',
			run: one,
			params: { id: id('User ID', 'ID of the user'), with: parts },
		}),
		getAll: operation({
			route: 'GET /api/v4/users',
			label: 'Get Many',
			action: 'Get many users',
			doc: 'Get the users of the account with their rights',
			run: pages('users'),
			params: { with: parts },
		}),
	},
});
