import { Router, type Request } from 'express';
import { z } from 'zod';
import type { User, UserAccess } from '../user';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import { parseQuery, text, type Query } from '../query';
import { everything } from '../rights';
import { usersGroup } from '../seed/users';
import type { Store } from '../store';
import { notSupportedChoice } from '../writes/fieldProblems';
import { readList } from '../writes/readList';
import { newUser, newUserProblems, userOf } from '../writes/users';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

const perRequest = 10;
const perAccount = 100;

/** Of the users that the account begins with: the sandbox does not restrict them. */
const unrestricted: UserAccess = {
	lang: 'ru',
	rights: everything,
	is_free: false,
	is_active: true,
	group_id: null,
	role_id: null,
};

/** Reading users, adding them, letting them in and out; there is no PATCH. */
export function usersRouter(store: Store): Router {
	const router = Router();
	const readQuery = (request: Request): Query => parseQuery(request.originalUrl.split('?')[1]);

	const roleOf = (request: Request, id: number | null): readonly object[] => {
		const role = store.data.settings.roles.get(id ?? -1);
		if (!role) return [];
		return [{ id: role.id, name: role.name, _links: link(request, `roles/${role.id}`, '') }];
	};
	const model = (request: Request, query: Query) => {
		const asked = new Set((text(query['with']) ?? '').split(','));
		const unknown = ['uuid', 'amojo_id', 'phone_number'].filter((part) => asked.has(part));
		return ({ id, name, email, is_admin, access }: User) => {
			const { lang, rights, ...flags } = access ?? unrestricted;
			const embedded = {
				...(asked.has('role') ? { roles: roleOf(request, flags.role_id) } : {}),
				...(asked.has('group') ? { groups: [{ id: usersGroup.id, name: usersGroup.name }] } : {}),
			};
			return {
				id,
				name,
				email,
				lang,
				rights: { ...rights, is_admin, ...flags },
				...Object.fromEntries(unknown.map((part) => [part, null])),
				...(asked.has('user_rank') ? { user_rank: 'newbie' } : {}),
				_links: link(request, `users/${id}`),
				...(Object.keys(embedded).length > 0 ? { _embedded: embedded } : {}),
			};
		};
	};
	const setActive = (request: Request, is_active: boolean): void => {
		const known = new Set(store.data.users.map(({ id }) => id));
		const items = readList(
			jsonBody(request),
			perRequest,
			z.object({ id: z.number().int() }),
			({ id }) => (known.has(id) ? [] : [notSupportedChoice('id')]),
		);
		const meant = new Set(items.map(({ input }) => input.id));
		store.data.users = store.data.users.map((user) =>
			meant.has(user.id)
				? { ...user, access: { ...(user.access ?? unrestricted), is_active } }
				: user,
		);
		store.touch();
	};

	router.use('/users', requireAdmin(store));
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
		.post((request, response) => {
			const items = readList(jsonBody(request), perRequest, newUser, (input) =>
				newUserProblems(store.data, input),
			);
			if (store.data.users.length + items.length > perAccount) {
				throw problem(422, `Limit ${perAccount} users per account`);
			}
			const rows = items.map(({ input, requestId }) => {
				const user = userOf(store.data, store.nextId(), input);
				store.data.users = [...store.data.users, user];
				return { ...model(request, {})(user), request_id: requestId };
			});
			store.touch();
			sendHal(response, { _total_items: rows.length, _embedded: { users: rows } }, 201);
		})
		.all(methodNotAllowed);
	for (const [verb, isActive] of [
		['activate', true],
		['deactivate', false],
	] as const) {
		router
			.route(`/users/${verb}`)
			.post((request, response) => {
				setActive(request, isActive);
				response.status(204).end();
			})
			.all(methodNotAllowed);
	}
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
