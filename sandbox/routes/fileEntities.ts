import { Router } from 'express';
import type { FileLink } from '../drive/driveFile';
import { sendHal } from '../hal';
import { problem } from '../problem';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

/** `GET /files/{uuid}/links`: whose cards a file is on, named as nowhere else in API v4. */
export function fileEntitiesRouter(store: Store): Router {
	const router = Router();
	const model = ({ entity_kind, entity_id }: FileLink): readonly object[] => {
		const entity = store.data[entity_kind].get(entity_id);
		if (!entity || entity.is_deleted) return [];
		const common = {
			id: entity.id,
			name: entity.name,
			created_by: entity.created_by,
			main_user_id: entity.responsible_user_id,
			date_create: entity.created_at,
			date_update: entity.updated_at,
			updated_by: entity.updated_by,
			entity_type: entity_kind,
			closest_task_at: entity.closest_task_at,
		};
		const lead = entity_kind === 'leads' ? store.data.leads.get(entity_id) : undefined;
		if (!lead) return [common];
		const { price, pipeline_id, status_id } = lead;
		return [{ ...common, price, pipeline_id, status_id }];
	};
	router
		.route('/files/:uuid/links')
		.get((request, response) => {
			const { uuid } = request.params;
			if (!store.data.files.has(uuid)) throw problem(404, 'File not found');
			const links = [...store.data.fileLinks.values()].filter((one) => one.file_uuid === uuid);
			sendHal(response, { file_uuid: uuid, entities: links.flatMap(model) });
		})
		.all(methodNotAllowed);
	return router;
}
