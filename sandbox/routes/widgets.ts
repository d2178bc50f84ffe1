import { Router, type Request } from 'express';
import { link, paginate, sendHal, sendPage } from '../hal';
import { bodyText, jsonBody } from '../jsonBody';
import { problem, validationFailed, type FieldProblem } from '../problem';
import { parseQuery } from '../query';
import type { Widget, WidgetSetting } from '../settings';
import type { Store } from '../store';
import { fieldMissing, invalidType } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** `users` and `users_lp` are objects by user id, everything else but `custom` is text. */
function settingProblems({ key, type, is_required }: WidgetSetting, values: Values) {
	const value = values[key];
	if (value === undefined || value === '') return is_required ? [fieldMissing(key)] : [];
	const isOfUsers = type === 'users' || type === 'users_lp';
	if (isOfUsers && !isObject(value)) return [invalidType(key, 'object')];
	const isText = type === 'text' || type === 'pass';
	return isText && typeof value !== 'string' ? [invalidType(key, 'string')] : [];
}

function readSettings(request: Request, template: readonly WidgetSetting[]): Values {
	// A widget without required settings is installed with a POST that has no body.
	const values = bodyText(request) === '' ? {} : jsonBody(request);
	if (!isObject(values)) throw problem(400, 'Request data must be an object');
	const errors: readonly FieldProblem[] = template.flatMap((setting) =>
		settingProblems(setting, values),
	);
	if (errors.length > 0) throw validationFailed([{ request_id: '0', errors }]);
	return values;
}

/** Everybody reads widgets; administrators install them. */
export function widgetsRouter(store: Store): Router {
	const router = Router();
	const widgets = () => store.data.settings.widgets;
	const model = (request: Request) => (widget: Widget) => ({
		...widget,
		_links: link(request, `widgets/${widget.code}`, ''),
	});
	const find = (request: Request): Widget => {
		const widget = widgets().get(String(request.params['code']));
		if (!widget) throw problem(404, 'Widget not found');
		return widget;
	};
	const setActive = (widget: Widget, is_active_in_account: boolean): Widget => {
		const saved = { ...widget, is_active_in_account };
		widgets().set(saved.code, saved);
		store.touch();
		return saved;
	};

	router
		.route('/widgets')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const page = paginate(query, [...widgets().values()]);
			sendPage(request, response, 'widgets', page, model(request));
		})
		.all(methodNotAllowed);
	router
		.route('/widgets/:code')
		.get((request, response) => sendHal(response, model(request)(find(request))))
		.post(requireAdmin(store), (request, response) => {
			const widget = find(request);
			const settings = readSettings(request, widget.settings_template);
			// Only the answer to who installs it has the settings; a later read is not the owner's.
			sendHal(response, { ...model(request)(setActive(widget, true)), settings });
		})
		.delete(requireAdmin(store), (request, response) => {
			setActive(find(request), false);
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
