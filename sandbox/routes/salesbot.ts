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

const shown = z.object({
	type: z.enum(['text', 'buttons', 'buttons_url']),
	value: z.string().max(80),
	buttons: z.array(z.string()).max(25).optional(),
});
const handler = z.discriminatedUnion('handler', [
	z.object({ handler: z.literal('show'), params: shown }),
	z.object({ handler: z.literal('goto'), params: z.object({ type: z.string(), step: int }) }),
]);
const answer = z.object({
	data: z.record(z.unknown()).optional(),
	execute_handlers: z.array(handler).max(10).optional(),
});

/** What a widget says to the bot that waits for it; every number is that of a step that waits. */
export function salesbotContinueRouter(): Router {
	const router = Router();
	router
		.route('/salesbot/:botId/continue/:continueId')
		.post((request, response) => {
			const { botId, continueId } = request.params;
			if (!botIds.has(Number(botId)) || !/^\d+$/.test(continueId)) {
				throw problem(404, 'Record not found');
			}
			const parsed = answer.safeParse(jsonBody(request));
			if (!parsed.success) {
				const errors = parsed.error.issues.map(problemOf);
				throw validationFailed([{ request_id: '0', errors }]);
			}
			response.status(202).end();
		})
		.all(methodNotAllowed);
	return router;
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
