import { operation, resource } from '../define';
import { withParts } from '../params';
import { one } from '../runs';

export const account = resource({
	name: 'account',
	label: 'Account',
	doc: 'The account that the credential belongs to',
	operations: {
		get: operation({
			route: 'GET /api/v4/account',
			label: 'Get',
			action: 'Get the account',
			doc: 'Get the account of the credential',
			run: one,
			params: {
				with: withParts({
					amojo_id: 'Chats Account ID',
					amojo_rights: 'Chats Rights',
					datetime_settings: 'Date and Time Settings',
					drive_url: 'Files Service URL',
					entity_names: 'Names of Entities',
					invoices_settings: 'Invoice Settings',
					is_api_filter_enabled: 'Filter State',
					task_types: 'Task Types',
					users_groups: 'User Groups',
					uuid: 'UUID',
					version: 'Version',
				}),
			},
		}),
	},
});
