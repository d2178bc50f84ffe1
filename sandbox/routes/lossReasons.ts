import { Router, type Request } from 'express';
import { z } from 'zod';
import type { LossReason } from '../pipeline';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, problemOf } from '../writes/fieldProblems';
import { writeList, type Prepared } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';
import { requireAdmin } from './requireAdmin';

const path = 'leads/loss_reasons';
const sortStep = 100_000;

const input = z.object({ name: z.string().max(255).optional(), sort: z.number().int().optional() });

/** One item of a POST, or of a PATCH when there is a reason `before`. */
function prepare(
	store: Store,
	item: unknown,
	before: LossReason | undefined,
): Prepared<LossReason> {
	const parsed = input.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { name = before?.name ?? '', sort = before?.sort } = parsed.data;
	if (name === '') return { save: null, problems: [fieldMissing('name')] };
	const save = (): LossReason => {
		const now = Math.floor(Date.now() / 1000);
		const others = store.data.lossReasons.filter(({ id }) => id !== before?.id);
		const saved: LossReason = {
			id: before?.id ?? store.nextId(),
			name,
			sort: sort ?? Math.max(0, ...others.map((reason) => reason.sort)) + sortStep,
			created_at: before?.created_at ?? now,
			updated_at: now,
		};
		store.data.lossReasons = [...others, saved].sort((a, b) => a.sort - b.sort);
		store.touch();
		return saved;
	};
	return { save, problems: null };
}

/** Why leads are lost. The documents are silent about them; the SDK knows these verbs and members. */
export function lossReasonsRouter(store: Store): Router {
	const router = Router();
	const model = (request: Request, reason: LossReason) => ({
		...reason,
		_links: link(request, `${path}/${reason.id}`),
	});
	const reasonOf = (request: Request): LossReason => {
		const id = Number(request.params['reasonId']);
		const found = store.data.lossReasons.find((reason) => reason.id === id);
		if (!found) throw problem(404, 'Loss reason not found');
		return found;
	};
	const list = (request: Request, loss_reasons: readonly object[]) => ({
		_total_items: loss_reasons.length,
		_links: link(request, path),
		_embedded: { loss_reasons },
	});

	router
		.route(`/${path}`)
		.get((request, response) => {
			const { lossReasons } = store.data;
			if (lossReasons.length === 0) {
				response.status(204).end();
				return;
			}
			sendHal(
				response,
				list(
					request,
					lossReasons.map((reason) => model(request, reason)),
				),
			);
		})
		.post(requireAdmin(store), (request, response) => {
			const saved = writeList(store, jsonBody(request), (item) => prepare(store, item, undefined));
			const rows = saved.map(({ result, requestId }) => ({
				...model(request, result),
				request_id: requestId,
			}));
			sendHal(response, list(request, rows));
		})
		.all(methodNotAllowed);
	router
		.route(`/${path}/:reasonId`)
		.get((request, response) => sendHal(response, model(request, reasonOf(request))))
		.patch(requireAdmin(store), (request, response) => {
			const before = reasonOf(request);
			const saved = writeList(store, [objectBody(request)], (item) => prepare(store, item, before));
			for (const { result } of saved) sendHal(response, model(request, result));
		})
		.delete(requireAdmin(store), (request, response) => {
			const { id } = reasonOf(request);
			store.data.lossReasons = store.data.lossReasons.filter((reason) => reason.id !== id);
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
