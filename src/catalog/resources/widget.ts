import { operation, resource } from '../define';
import { invalid } from '../param';
import { json, placed, required, text } from '../params';
import { deletes, one, pages } from '../runs';
import { isWireObject } from '../wire';

const code = required(text('Code', 'Code of the widget', 'e.g. amo_asterisk'));

const settings = placed(
	json(
		'Settings',
		'An object with the values of the settings that the widget names in settings_template',
	),
	(value) => {
		if (isWireObject(value)) return value;
		throw invalid('Settings', value, 'an object');
	},
);

export const widget = resource({
	name: 'widget',
	label: 'Widget',
	doc: 'Extensions of the account: public ones, installed ones and your own',
	operations: {
		get: operation({
			route: 'GET /api/v4/widgets/{code}',
			label: 'Get',
			action: 'Get a widget',
			doc: 'Get one widget by its code, with the settings that it asks for',
			run: one,
			params: { code },
		}),
		getAll: operation({
			route: 'GET /api/v4/widgets',
			label: 'Get Many',
			action: 'Get many widgets',
			doc: 'Get the widgets that the account may use or has installed',
			run: pages('widgets'),
			params: {},
		}),
		install: operation({
			route: 'POST /api/v4/widgets/{code}',
			label: 'Install',
			action: 'Install a widget',
			doc: 'Install a widget with its settings, or change the settings of an installed one',
			run: one,
			params: { code, settings },
		}),
		uninstall: operation({
			route: 'DELETE /api/v4/widgets/{code}',
			label: 'Uninstall',
			action: 'Uninstall a widget',
			doc: 'Switch a widget off in the account',
			run: deletes,
			params: { code },
		}),
	},
});
