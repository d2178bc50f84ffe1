import { operation, resource } from '../define';
import { boolean, choice, number, options, required, text, withParts } from '../params';
import { inRights, password, rights } from '../rights';
import { batch, batchActs, one, pages } from '../runs';

const perRequest = 10;

const parts = withParts({
	amojo_id: 'Chats User ID',
	group: 'Group',
	phone_number: 'Phone Number',
	role: 'Role',
	user_rank: 'Rank',
	uuid: 'UUID',
});

const userId = required(choice('User', 'getUsers'));

export const user = resource({
	name: 'user',
	label: 'User',
	doc: 'The users of the account, for administrators alone',
	operations: {
		activate: operation({
			route: 'POST /api/v4/users/activate',
			label: 'Activate',
			action: 'Activate a user',
			doc: 'Let the user of each item in again, 10 users with one request',
			run: batchActs(perRequest),
			params: { id: userId },
		}),
		create: operation({
			route: 'POST /api/v4/users',
			label: 'Create',
			action: 'Create a user',
			doc: 'Create a user from each item, 10 users with one request; not in accounts of more than 100',
			run: batch('users', { max: perRequest }),
			params: {
				name: required(text('Name', 'Full name, up to 50 characters')),
				email: required(text('Email', 'Address to log in with', 'e.g. name@email.com')),
				password,
			},
			fields: {
				...rights,
				groupId: inRights(number('Group ID', 'ID of the group; without it the first'), 'group_id'),
				isAdmin: inRights(
					boolean('Administrator', 'Whether the user may do and change everything'),
					'is_admin',
				),
				isFree: inRights(
					boolean('Free User', 'Whether the user is a free one; its other rights are ignored'),
					'is_free',
				),
				lang: options(
					'Language',
					'Language of the interface; without it that of the account',
					[
						{ name: 'English', value: 'en' },
						{ name: 'Portuguese', value: 'pt' },
						{ name: 'Russian', value: 'ru' },
						{ name: 'Spanish', value: 'es' },
					],
					'en',
				),
				roleId: inRights(
					number('Role ID', 'ID of the role, whose rights then win over the others'),
					'role_id',
				),
			},
		}),
		deactivate: operation({
			route: 'POST /api/v4/users/deactivate',
			label: 'Deactivate',
			action: 'Deactivate a user',
			doc: 'Shut the user of each item out of the account, 10 users with one request',
			run: batchActs(perRequest),
			params: { id: userId },
		}),
		get: operation({
			route: 'GET /api/v4/users/{id}',
			label: 'Get',
			action: 'Get a user',
			doc: 'Get one user by the ID',
			run: one,
			params: { id: userId, with: parts },
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
