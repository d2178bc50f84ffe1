import { Router, type Request } from 'express';
import { entityLabel } from '../data';
import type { EntityKind, Field } from '../entities';
import { link, paginate, sendHal, sendPage } from '../hal';
import { problem } from '../problem';
import { branch, list, parseQuery } from '../query';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

/** amoCRM gives 50 fields a page, whatever the limit says. */
const perPage = 50;

/** Reading the custom fields of leads, contacts and companies. */
export function customFieldsRouter(store: Store): Router {
	const router = Router();
	for (const kind of Object.keys(entityLabel) as EntityKind[]) {
		const model = (request: Request) => (field: Field) => ({
			id: field.id,
			name: field.name,
			type: field.type,
			account_id: store.data.account.id,
			code: field.code,
			sort: field.sort,
			is_api_only: false,
			enums: field.enums,
			group_id: field.type === 'tracking_data' ? 'statistic' : null,
			required_statuses: [],
			is_deletable: !field.is_predefined,
			is_predefined: field.is_predefined,
			entity_type: kind,
			tracking_callback: null,
			remind: field.type === 'birthday' ? 'never' : null,
			triggers: [],
			currency: field.type === 'monetary' ? 'RUB' : null,
			settings: null,
			_links: link(request, `${kind}/custom_fields/${field.id}`),
		});
		router
			.route(`/${kind}/custom_fields`)
			.get((request, response) => {
				const query = parseQuery(request.originalUrl.split('?')[1]);
				const types = new Set(list(branch(query['filter'])?.['type']));
				const found = store.data.fields[kind].filter(
					({ type }) => types.size === 0 || types.has(type),
				);
				const asked = paginate(query, found);
				const limited = { ...query, limit: String(Math.min(asked.limit, perPage)) };
				const page = paginate(limited, found);
				sendPage(request, response, 'custom_fields', page, model(request), {
					_total_items: page.total,
					_page_count: Math.ceil(page.total / page.limit),
				});
			})
			.all(methodNotAllowed);
		router
			.route(`/${kind}/custom_fields/:fieldId`)
			.get((request, response) => {
				const field = store.data.fields[kind].find(
					({ id }) => id === Number(request.params.fieldId),
				);
				if (!field) throw problem(404, 'Custom field not found');
				sendHal(response, model(request)(field));
			})
			.all(methodNotAllowed);
	}
	return router;
}
