import type { Widget, WidgetSetting } from '../settings';

const widget = (
	id: number,
	code: string,
	rating: string,
	settings_template: readonly WidgetSetting[],
): Widget => ({
	id,
	code,
	version: '1.0.0',
	rating,
	settings_template,
	is_lead_source: false,
	is_work_with_dp: false,
	is_crm_template: false,
	client_uuid: null,
	is_active_in_account: false,
	pipeline_id: null,
});

/** Public ones, none of them installed: one without required settings and one with all kinds. */
export const widgets: readonly Widget[] = [
	widget(742, 'sandbox_disk', '2,8', [
		{ key: 'conf', name: 'custom', type: 'custom', is_required: false },
	]),
	widget(972, 'sandbox_telephony', '2,7', [
		{ key: 'login', name: 'Логин', type: 'text', is_required: true },
		{ key: 'password', name: 'Пароль', type: 'pass', is_required: true },
		{ key: 'phones', name: 'Список телефонов', type: 'users', is_required: true },
		{ key: 'script_path', name: 'Путь к скрипту', type: 'text', is_required: false },
	]),
];
