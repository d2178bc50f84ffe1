import type { Data } from '../data';
import type { Field } from '../field';
import { kindOf } from '../fieldTypes';
import type { Linker } from './entity';

/** A custom field as API v4 gives it; what nobody set is amoCRM's default. */
export function fieldModel(data: Data, owner: string, field: Field, link: Linker): object {
	const { settings = {} } = field;
	const kind = kindOf(owner);
	const own =
		kind === 'catalogs'
			? {
					catalog_id: Number(owner.split('/')[1]),
					is_visible: settings.is_visible ?? true,
					is_required: settings.is_required ?? false,
					nested: settings.nested ?? null,
					search_in: settings.search_in ?? null,
				}
			: {
					group_id: settings.group_id ?? (field.type === 'tracking_data' ? 'statistic' : null),
					required_statuses: settings.required_statuses ?? [],
					tracking_callback: settings.tracking_callback ?? null,
					remind: settings.remind ?? (field.type === 'birthday' ? 'never' : null),
					currency: settings.currency ?? (field.type === 'monetary' ? 'RUB' : null),
					hidden_statuses: settings.hidden_statuses ?? [],
					chained_lists: settings.chained_lists ?? null,
				};
	return {
		id: field.id,
		name: field.name,
		type: field.type,
		account_id: data.account.id,
		code: field.code,
		sort: field.sort,
		is_api_only: settings.is_api_only ?? false,
		enums: field.enums,
		is_deletable: settings.is_deletable ?? !field.is_predefined,
		is_predefined: field.is_predefined,
		entity_type: kind,
		triggers: [],
		settings: null,
		...own,
		_links: link(`${owner}/custom_fields/${field.id}`),
	};
}
