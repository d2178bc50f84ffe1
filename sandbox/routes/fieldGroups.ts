import { Router, type Request } from 'express';
import type { FieldGroup } from '../field';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { allGroups, groupModel } from '../models/fieldGroup';
import { problem } from '../problem';
import type { Store } from '../store';
import { addGroup, deleteGroup, fieldIdsIn, updateGroup } from '../writes/fieldGroup';
import { writeObject } from '../writes/shaped';
import { writeList } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

/** `/{owner}/custom_fields/groups`: all groups at once, without pages. */
export function fieldGroupsRouter(
	store: Store,
	base: string,
	ownerOf: (request: Request) => string,
): Router {
	const router = Router();
	const model = (request: Request) => (group: FieldGroup) =>
		groupModel(ownerOf(request), group, (path) => link(request, path, ''));
	const groupOf = (request: Request): FieldGroup => {
		const id = request.params['groupId'];
		const group = allGroups(store.data, ownerOf(request)).find((one) => one.id === id);
		if (!group) throw problem(404, 'Group not found');
		return group;
	};
	const collection = (request: Request, groups: readonly FieldGroup[]) => ({
		_total_items: groups.length,
		_embedded: { custom_field_groups: groups.map(model(request)) },
	});

	router
		.route(`${base}/custom_fields/groups`)
		.get((request, response) =>
			sendHal(response, collection(request, allGroups(store.data, ownerOf(request)))),
		)
		.all(requireAdmin(store))
		.post((request, response) => {
			const written = writeList(store, jsonBody(request), addGroup(store, ownerOf(request)));
			const groups = written.map(({ result }) => result);
			sendHal(response, collection(request, groups));
		})
		.all(methodNotAllowed);
	router
		.route(`${base}/custom_fields/groups/:groupId`)
		.get((request, response) => sendHal(response, model(request)(groupOf(request))))
		.all(requireAdmin(store))
		.patch((request, response) => {
			const owner = ownerOf(request);
			const body = { ...(jsonBody(request) as object), id: groupOf(request).id };
			const group = writeObject(store, body, null, updateGroup(store, owner));
			const fields = fieldIdsIn(store, owner, group);
			sendHal(response, { ...model(request)(group), fields });
		})
		.delete((request, response) => {
			deleteGroup(store, ownerOf(request), groupOf(request));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
