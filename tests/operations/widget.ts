import type { OperationCase, SceneCall } from './operationCase';
import { integrationUserId, personUserId } from './seeded';

const path = '/api/v4/widgets';
const telephony = 'sandbox_telephony';
const settings = { login: 'example', password: 'eXaMp1E', phones: { [personUserId]: '1039' } };
const installed: SceneCall = { path: `${path}/${telephony}`, body: settings };

export const widgetCases: readonly OperationCase[] = [
	{
		title: 'gives a widget with the settings that it asks for',
		operation: 'get',
		parameters: { code: telephony },
		requests: [
			{ route: `GET ${path}/${telephony}`, answer: 'widgets__GET_widgets_widget_code__response' },
		],
		output: [{ code: telephony, is_active_in_account: false, settings_template: [{}, {}, {}, {}] }],
	},
	{
		title: 'fails for a widget that is not there',
		operation: 'get',
		parameters: { code: 'nobody/made it' },
		requests: [{ route: `GET ${path}/nobody%2Fmade%20it` }],
		output: [],
		error: 'Widget not found (HTTP 404)',
	},
	{
		title: 'gives the widgets up to the limit',
		operation: 'getAll',
		parameters: { limit: 1 },
		requests: [
			{
				route: `GET ${path}`,
				query: 'page=1&limit=1',
				answer: 'widgets__GET_widgets__response',
			},
		],
		output: [{ code: 'sandbox_disk' }],
	},
	{
		title: 'installs a widget with its settings',
		operation: 'install',
		parameters: { code: telephony, settings: JSON.stringify(settings) },
		requests: [
			{
				route: `POST ${path}/${telephony}`,
				body: settings,
				answer: 'widgets__POST_widgets_widget_code__response',
				// Keyed by users; and what was not set is not there.
				unlike: [/settings\.(phones\.|script_path)/],
			},
		],
		output: [{ code: telephony, is_active_in_account: true, settings }],
	},
	{
		title: 'installs a widget that needs no settings without a body',
		operation: 'install',
		parameters: { code: 'sandbox_disk' },
		requests: [{ route: `POST ${path}/sandbox_disk` }],
		output: [{ code: 'sandbox_disk', is_active_in_account: true }],
	},
	{
		title: 'fails without a required setting, and does not repeat the password',
		operation: 'install',
		parameters: { code: telephony, settings: { login: 'example', password: 'eXaMp1E' } },
		requests: [
			{ route: `POST ${path}/${telephony}`, body: { login: 'example', password: 'eXaMp1E' } },
		],
		output: [],
		error:
			'amoCRM did not accept the data: phones: This field is missing. (FieldMissing) (HTTP 400)',
	},
	{
		title: 'fails for settings that are no object, before anything is sent',
		operation: 'install',
		parameters: { code: telephony, settings: '[1]' },
		requests: [],
		output: [],
		error: 'Settings: [1] is not an object',
	},
	{
		title: 'fails for a user who is no administrator',
		operation: 'install',
		scene: [{ method: 'PATCH', path: `/users/${integrationUserId}`, body: { is_admin: false } }],
		parameters: { code: 'sandbox_disk' },
		requests: [{ route: `POST ${path}/sandbox_disk` }],
		output: [],
		error: 'amoCRM denied access',
	},
	{
		title: 'gives an installed widget as active, without its settings',
		operation: 'getAll',
		scene: [installed],
		parameters: { returnAll: true },
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=250' }],
		output: [
			{ code: 'sandbox_disk', is_active_in_account: false },
			{ code: telephony, is_active_in_account: true },
		],
	},
	{
		title: 'switches a widget off',
		operation: 'uninstall',
		scene: [installed],
		parameters: { code: telephony },
		requests: [{ route: `DELETE ${path}/${telephony}` }],
		output: [{ deleted: true, code: telephony }],
	},
	{
		title: 'fails for a widget that is not there',
		operation: 'uninstall',
		parameters: { code: 'nobody' },
		requests: [{ route: `DELETE ${path}/nobody` }],
		output: [],
		error: 'Widget not found (HTTP 404)',
	},
];
