import type { Settings } from '../settings';
import { widgets } from './widgets';

/** As a new account has them. */
export const newSettings = (): Settings => ({
	chatTemplates: new Map(),
	roles: new Map(),
	sources: new Map(),
	websiteButtons: new Map(),
	widgets: new Map(widgets.map((widget) => [widget.code, widget])),
});
