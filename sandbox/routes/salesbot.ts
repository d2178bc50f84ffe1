import { Router } from 'express';
import { z } from 'zod';
import type { EntityKind } from '../entities';
import { origin, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, validationFailed } from '../problem';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';

const perRequest = 100;
/** The bots of the account; what they do is not played. */
const botIds: ReadonlySet<number> = new Set([565]);
const kinds: Readonly<Record<number, EntityKind>> = { 1: 'contacts', 2: 'leads' };

const int = z.number().int();
const run = z.object({ bot_id: int, entity_id: int, entity_type: int });

function problemsOf(store: Store, item: unknown) {
	const parsed = run.safeParse(item);
	if (!parsed.success) return parsed.error.issues.map(problemOf);
	const { bot_id, entity_id, entity_type } = parsed.data;
	const kind = kinds[entity_type];
	if (!kind) return [notSupportedChoice('entity_type')];
	const entity = store.data[kind].get(entity_id);
	return [
		...(botIds.has(bot_id) ? [] : [notSupportedChoice('bot_id')]),
		...(entity && !entity.is_deleted ? [] : [notSupportedChoice('entity_id')]),
	];
}

/** `POST /api/v2/salesbot/run`: 202 says that all of them will start. */
export function salesbotRouter(store: Store): Router {
	const router = Router();
	router
		.route('/salesbot/run')
		.post((request, response) => {
			const items = jsonBody(request);
			if (!Array.isArray(items)) throw problem(400, 'Request data must be an array');
			if (items.length > perRequest) throw problem(422, `Limit ${perRequest} per request`);
			const errors = items.flatMap((item: unknown, i) => {
				const problems = problemsOf(store, item);
				return problems.length > 0 ? [{ request_id: String(i), errors: problems }] : [];
			});
			if (errors.length > 0) throw validationFailed(errors);
			const href = `${origin(request)}/api/v2/salesbot/run`;
			sendHal(response, { success: true, _links: { self: { href } } }, 202);
		})
		.all(methodNotAllowed);
	return router;
}
