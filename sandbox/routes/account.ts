import { Router } from 'express';
import { actor } from '../auth';
import { link, origin, sendHal } from '../hal';
import { parseQuery, text } from '../query';
import { entityNames } from '../seed/entityNames';
import { usersGroup } from '../seed/users';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

const uuid = '824f3a59-6154-4edf-ba90-0b5593715d07';
const amojoId = 'f3c6340d-410e-4ad1-9f7e-c5e663599909';

interface Extra {
	readonly top?: object;
	readonly embedded?: object;
}

/** Keys that `with` adds, at the top and under `_embedded`. */
const extras: Readonly<Record<string, Extra>> = {
	is_api_filter_enabled: { top: { is_api_filter_enabled: true } },
	amojo_id: { top: { amojo_id: amojoId } },
	uuid: { top: { uuid } },
	version: { top: { version: 16 } },
	entity_names: { top: { entity_names: entityNames } },
	invoices_settings: { top: { invoices_settings: null } },
	amojo_rights: { embedded: { amojo_rights: { can_direct: true, can_create_groups: true } } },
	users_groups: { embedded: { users_groups: [usersGroup] } },
	task_types: {
		embedded: {
			task_types: [
				{ id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' },
				{ id: 2, name: 'Встреча', color: null, icon_id: null, code: 'MEETING' },
			],
		},
	},
	datetime_settings: {
		embedded: {
			datetime_settings: {
				date_pattern: 'd.m.Y H:i',
				short_date_pattern: 'd.m.Y',
				short_time_pattern: 'H:i',
				date_formant: 'd.m.Y',
				time_format: 'H:i:s',
				timezone: 'Europe/Moscow',
				timezone_offset: '+03:00',
			},
		},
	},
};

export function accountRouter(store: Store): Router {
	const router = Router();
	router
		.route('/account')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const known: Readonly<Record<string, Extra>> = {
				...extras,
				drive_url: { top: { drive_url: origin(request) } },
			};
			const asked = (text(query['with']) ?? '')
				.split(',')
				.flatMap((name) => known[name.trim()] ?? []);
			const embedded = Object.assign({}, ...asked.map((extra) => extra.embedded)) as object;
			const { id, name, subdomain } = store.data.account;
			const { mode, isEnabled } = store.data.customersSetting;
			sendHal(response, {
				id,
				name,
				subdomain,
				current_user_id: actor(response.locals),
				country: 'RU',
				customers_mode: isEnabled ? mode : 'disabled',
				is_unsorted_on: true,
				is_loss_reason_enabled: true,
				is_helpbot_enabled: false,
				is_technical_account: false,
				contact_name_display_order: 1,
				...(Object.assign({}, ...asked.map((extra) => extra.top)) as object),
				_links: link(request, 'account'),
				...(Object.keys(embedded).length > 0 ? { _embedded: embedded } : {}),
			});
		})
		.all(methodNotAllowed);
	return router;
}
