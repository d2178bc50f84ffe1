import { randomBytes } from 'node:crypto';
import { Router, type Request } from 'express';
import { z } from 'zod';
import { actor } from '../auth';
import { origin, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, validationFailed } from '../problem';
import { methodNotAllowed } from '../routes/methodNotAllowed';
import type { Store } from '../store';
import { problemOf } from '../writes/fieldProblems';
import { newDriveFile, type DriveFile } from './driveFile';

const maxFileSize = 314_572_800;
export const maxPartSize = 524_288;

const opening = z.object({
	file_name: z.string().min(1),
	file_size: z.number().int().min(1),
	content_type: z.string().optional(),
	file_uuid: z.string().optional(),
	with_preview: z.boolean().optional(),
});

interface Session {
	readonly id: number;
	readonly given: z.infer<typeof opening>;
	readonly parts: readonly Buffer[];
	readonly received: number;
}

/** Sessions and their parts; each part goes to the address that came with the answer to the last one. */
export function uploadsRouter(store: Store, model: (request: Request, file: DriveFile) => object) {
	const router = Router();
	const sessions = new Map<string, Session>();
	const addressOf = (request: Request, session: Session): string => {
		const token = randomBytes(24).toString('base64url');
		sessions.set(token, session);
		return `${origin(request)}/v1.0/sessions/upload/${token}`;
	};

	router
		.route('/sessions')
		.post((request, response) => {
			const parsed = opening.safeParse(jsonBody(request));
			if (!parsed.success) {
				const errors = parsed.error.issues.map(problemOf);
				throw validationFailed([{ request_id: '0', errors }]);
			}
			const given = parsed.data;
			if (given.file_size > maxFileSize) throw problem(400, 'File is too large');
			if (given.file_uuid !== undefined && !store.data.files.has(given.file_uuid)) {
				throw problem(404, 'File not found');
			}
			const session: Session = { id: store.nextId(), given, parts: [], received: 0 };
			sendHal(response, {
				max_file_size: maxFileSize,
				max_part_size: maxPartSize,
				session_id: session.id,
				upload_url: addressOf(request, session),
			});
		})
		.all(methodNotAllowed);
	router
		.route('/sessions/upload/:token')
		.post((request, response) => {
			const { token } = request.params;
			const session = sessions.get(token);
			if (!session) throw problem(404, 'Session not found');
			const part: unknown = request.body;
			if (!Buffer.isBuffer(part) || part.length === 0) throw problem(400, 'Part is empty');
			if (part.length > maxPartSize) throw problem(400, 'Part is too large');
			const received = session.received + part.length;
			if (received > session.given.file_size) throw problem(400, 'More than file_size');
			sessions.delete(token);
			const next: Session = { ...session, parts: [...session.parts, part], received };
			if (received < session.given.file_size) {
				sendHal(response, { next_url: addressOf(request, next), session_id: next.id });
				return;
			}
			const { file_name, content_type, file_uuid } = next.given;
			const file = newDriveFile(
				{
					fileName: file_name,
					contentType: content_type ?? 'application/octet-stream',
					content: Buffer.concat(next.parts),
					sessionId: next.id,
					by: actor(response.locals),
					at: Math.floor(Date.now() / 1000),
				},
				file_uuid === undefined ? undefined : store.data.files.get(file_uuid),
			);
			store.data.files.set(file.uuid, file);
			store.touch();
			sendHal(response, model(request, file));
		})
		.all(methodNotAllowed);
	return router;
}
