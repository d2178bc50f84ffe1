import { Router } from 'express';
import type { FileLink } from '../drive/driveFile';
import { sendHal } from '../hal';
import { problem } from '../problem';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

/** `GET /files/{uuid}/links`: whose cards show a file, with names that API v4 has nowhere else. */
export function fileLinksRouter(store: Store): Router {
	const router = Router();
	const entityOf = ({ entity_kind, entity_id }: FileLink): readonly object[] => {
		const entity = store.data[entity_kind].get(entity_id);
		if (!entity || entity.is_deleted) return [];
		const lead = entity_kind === 'leads' ? store.data.leads.get(entity_id) : undefined;
		return [
			{
				id: entity.id,
				name: entity.name,
				created_by: entity.created_by,
				main_user_id: entity.responsible_user_id,
				date_create: entity.created_at,
				...(lead ? { price: lead.price, pipeline_id: lead.pipeline_id } : {}),
				date_update: entity.updated_at,
				updated_by: entity.updated_by,
				entity_type: entity_kind,
				...(lead ? { status_id: lead.status_id } : {}),
				closest_task_at: entity.closest_task_at,
			},
		];
	};
	router
		.route('/files/:uuid/links')
		.get((request, response) => {
			const { uuid } = request.params;
			if (!store.data.files.has(uuid)) throw problem(404, 'File not found');
			const links = [...store.data.fileLinks.values()].filter(
				({ file_uuid }) => file_uuid === uuid,
			);
			sendHal(response, { file_uuid: uuid, entities: links.flatMap(entityOf) });
		})
		.all(methodNotAllowed);
	return router;
}
