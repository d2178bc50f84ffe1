import { Router, type Request } from 'express';
import type { User } from '../entities';
import { link, paginate, sendHal, sendPage } from '../hal';
import { problem } from '../problem';
import { parseQuery, text, type Query } from '../query';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

const all = { view: 'A', edit: 'A', add: 'A', delete: 'A', export: 'A' };

/** Every right: the sandbox does not restrict anybody. */
const rights = (isAdmin: boolean) => ({
	leads: all,
	contacts: all,
	companies: all,
	tasks: { edit: 'A', delete: 'A' },
	mail_access: false,
	catalog_access: true,
	status_rights: null,
	is_admin: isAdmin,
	is_free: false,
	is_active: true,
	group_id: null,
	role_id: null,
});

export function usersRouter(store: Store): Router {
	const router = Router();
	const readQuery = (request: Request): Query => parseQuery(request.originalUrl.split('?')[1]);
	const model = (request: Request, query: Query) => {
		const asked = new Set((text(query['with']) ?? '').split(','));
		const embedded = {
			...(asked.has('role') ? { roles: [] } : {}),
			...(asked.has('group') ? { groups: [] } : {}),
		};
		return ({ id, name, email, is_admin }: User) => ({
			id,
			name,
			email,
			lang: 'ru',
			rights: rights(is_admin),
			_links: link(request, `users/${id}`),
			...(Object.keys(embedded).length > 0 ? { _embedded: embedded } : {}),
		});
	};
	router
		.route('/users')
		.get((request, response) => {
			const query = readQuery(request);
			const page = paginate(query, store.data.users);
			sendPage(request, response, 'users', page, model(request, query), {
				_total_items: page.total,
				_page_count: Math.ceil(page.total / page.limit),
			});
		})
		.all(methodNotAllowed);
	router
		.route('/users/:userId')
		.get((request, response) => {
			const user = store.data.users.find(({ id }) => id === Number(request.params.userId));
			if (!user) throw problem(404, 'User not found');
			sendHal(response, model(request, readQuery(request))(user));
		})
		.all(methodNotAllowed);
	return router;
}
