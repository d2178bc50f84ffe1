import { Router, type Request } from 'express';
import { z } from 'zod';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, type FieldProblem } from '../problem';
import { parseQuery, text } from '../query';
import { nothing } from '../rights';
import type { Role } from '../settings';
import type { Store } from '../store';
import { notSupportedChoice } from '../writes/fieldProblems';
import { readList, readModel } from '../writes/readList';
import { mergeRights, rightsInput, rightsProblems } from '../writes/rights';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

const perRequest = 250;

const name = z.string().min(1).max(255);
const newRole = z.object({ name, rights: rightsInput.optional() });
const changedRole = z.object({
	id: z.number().int(),
	name: name.optional(),
	rights: rightsInput.optional(),
});
type Change = z.infer<typeof newRole> | z.infer<typeof changedRole>;

/** Rights that users share. */
export function rolesRouter(store: Store): Router {
	const router = Router();
	const roles = () => store.data.settings.roles;

	const model = (request: Request) => {
		const parts = text(parseQuery(request.originalUrl.split('?')[1])['with'])?.split(',');
		return (role: Role) => ({
			...role,
			_links: link(request, `roles/${role.id}`, ''),
			...(parts?.includes('users')
				? { _embedded: { users: usersOf(role).map(({ id }) => ({ id })) } }
				: {}),
		});
	};
	const usersOf = (role: Role) =>
		store.data.users.filter(({ access }) => access?.role_id === role.id);
	const checked = (input: Change): readonly FieldProblem[] => [
		...('id' in input && !roles().has(input.id) ? [notSupportedChoice('id')] : []),
		...rightsProblems(store.data, input.rights ?? {}),
	];
	const save = (id: number, input: Change): Role => {
		const before = roles().get(id);
		const saved: Role = {
			id,
			name: input.name ?? before?.name ?? '',
			rights: mergeRights(store.data, before?.rights ?? nothing, input.rights ?? {}),
		};
		roles().set(id, saved);
		store.touch();
		return saved;
	};
	const find = (id: string | undefined): Role => {
		const role = roles().get(Number(id));
		if (!role) throw problem(404, 'Role not found');
		return role;
	};
	const collection = (rows: readonly object[]) => ({
		_total_items: rows.length,
		_embedded: { roles: rows },
	});

	router.use('/roles', requireAdmin(store));
	router
		.route('/roles')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const page = paginate(query, [...roles().values()]);
			sendPage(request, response, 'roles', page, model(request), {
				_total_items: page.total,
				_page_count: Math.ceil(page.total / page.limit),
			});
		})
		.post((request, response) => {
			const body = jsonBody(request);
			// The documents show one role without a list, too.
			const items = readList(Array.isArray(body) ? body : [body], perRequest, newRole, checked);
			const rows = items.map(({ input }) => model(request)(save(store.nextId(), input)));
			sendHal(response, collection(rows), 201);
		})
		.patch((request, response) => {
			const items = readList(jsonBody(request), perRequest, changedRole, checked);
			const rows = items.map(({ input }) => model(request)(save(input.id, input)));
			sendHal(response, collection(rows), 202);
		})
		.all(methodNotAllowed);
	router
		.route('/roles/:roleId')
		.get((request, response) => sendHal(response, model(request)(find(request.params.roleId))))
		.patch((request, response) => {
			const { id } = find(request.params.roleId);
			const schema = changedRole.omit({ id: true });
			const input = readModel(jsonBody(request), schema, (given) => checked({ ...given, id }));
			if (Object.keys(input).length === 0) throw problem(400, 'Request data can not be empty');
			sendHal(response, model(request)(save(id, { ...input, id })), 202);
		})
		.delete((request, response) => {
			const role = find(request.params.roleId);
			const orphans = new Set(usersOf(role).map(({ id }) => id));
			store.data.users = store.data.users.map((user) =>
				orphans.has(user.id) && user.access
					? { ...user, access: { ...user.access, role_id: null } }
					: user,
			);
			roles().delete(role.id);
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
