import { Router, type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { actor } from '../auth';
import { origin, pageLinks, paginate, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, validationFailed } from '../problem';
import { parseQuery } from '../query';
import { methodNotAllowed } from '../routes/methodNotAllowed';
import type { Store } from '../store';
import { problemOf } from '../writes/fieldProblems';
import { driveFileModel, fileVersionModel, type DriveFile } from './driveFile';
import { foundFiles } from './found';
import { uploadsRouter } from './uploads';

/** The account in the addresses of downloads. */
const accountUuid = 'aff5603a-28b1-4c17-8e98-16e473b323b3';

const change = z.object({ name: z.string().min(1), version_uuid: z.string() }).partial();
const named = z.array(z.object({ uuid: z.string() })).min(1);

function read<T>(schema: z.ZodType<T>, body: unknown): T {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	throw validationFailed([{ request_id: '0', errors: parsed.error.issues.map(problemOf) }]);
}

const unixNow = (): number => Math.floor(Date.now() / 1000);

/** `/v1.0`: the files service, which amoCRM keeps on a host of its own. */
export function driveRouter(store: Store): Router {
	const router = Router();
	const listed = (request: Request, file: DriveFile) =>
		driveFileModel(origin(request), accountUuid, file);
	/** Alone, a file tells of its upload, too. */
	const model = (request: Request, file: DriveFile) => ({
		...listed(request, file),
		session_id: file.session_id,
	});
	const fileOf = (uuid: string): DriveFile => {
		const file = store.data.files.get(uuid);
		if (!file) throw problem(404, 'File not found');
		return file;
	};
	const save = (file: DriveFile): DriveFile => {
		store.data.files.set(file.uuid, file);
		store.touch();
		return file;
	};
	/** All of them or, when one is unknown, none. */
	const trash = (request: Request, by: number | null): readonly DriveFile[] => {
		const deleted_at = by === null ? null : unixNow();
		return read(named, jsonBody(request))
			.map(({ uuid }) => fileOf(uuid))
			.map((file) => save({ ...file, deleted_at, deleted_by: by }));
	};

	router
		.route('/files')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const page = paginate(query, foundFiles(store.data.files.values(), query));
			if (page.items.length === 0) {
				response.status(204).end();
				return;
			}
			sendHal(response, {
				_count: page.items.length,
				_links: pageLinks(request, page),
				_embedded: { files: page.items.map((file) => listed(request, file)) },
			});
		})
		.delete((request, response) => {
			trash(request, actor(response.locals));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	router
		.route('/files/restore')
		.post((request, response) => {
			const files = trash(request, null).map((file) => listed(request, file));
			sendHal(response, { _count: files.length, _embedded: { files } });
		})
		.all(methodNotAllowed);
	router
		.route('/files/:uuid')
		.get((request, response) => sendHal(response, model(request, fileOf(request.params.uuid))))
		.patch((request, response) => {
			const before = fileOf(request.params.uuid);
			const { name, version_uuid } = read(change, jsonBody(request));
			// Of a file the sandbox keeps the newest version only.
			if (version_uuid !== undefined && version_uuid !== before.version_uuid) {
				throw problem(404, 'Version not found');
			}
			const updated_by = actor(response.locals);
			const changed = { updated_by, updated_at: unixNow() };
			sendHal(response, model(request, save({ ...before, name: name ?? before.name, ...changed })));
		})
		.all(methodNotAllowed);
	router
		.route('/files/:uuid/versions')
		.get((request, response) => {
			const file = fileOf(request.params.uuid);
			const self = { href: `${origin(request)}/v1.0/files/${file.uuid}/versions` };
			const versions = [fileVersionModel(origin(request), accountUuid, file)];
			sendHal(response, { _count: versions.length, _links: { self }, _embedded: { versions } });
		})
		.all(methodNotAllowed);
	router.use(uploadsRouter(store, model));
	return router;
}

/** `/download/{account}/{file}/…`: whoever has the address gets the bytes, as in amoCRM's interface. */
export const downloadHandler =
	(store: Store): RequestHandler =>
	(request, response) => {
		const file = store.data.files.get(String(request.params['uuid']));
		if (!file || file.deleted_at !== null) throw problem(404, 'File not found');
		response.type(file.mime_type).send(Buffer.from(file.content, 'base64'));
	};
