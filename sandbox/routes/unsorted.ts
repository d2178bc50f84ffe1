import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { actor } from '../auth';
import type { EntityKind } from '../entities';
import type { Unsorted } from '../unsorted';
import { link, paginate, sendHal, sendPage } from '../hal';
import { bodyText, jsonBody } from '../jsonBody';
import { unsortedMetadata } from '../models/unsortedMetadata';
import { summaryOf } from '../models/unsortedSummary';
import { problem, validationFailed } from '../problem';
import { branch, parseQuery } from '../query';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { newUnsorted } from '../writes/newUnsorted';
import {
	acceptUnsorted,
	decisionProblems,
	declineUnsorted,
	linkUnsorted,
	prepareUnsorted,
	unsortedOf,
} from '../writes/unsorted';
import { writeList } from '../writes/writeList';
import { among, ordered, passing } from './filters';
import { methodNotAllowed } from './methodNotAllowed';

const path = 'leads/unsorted';
const int = z.number().int();

const decision = z.object({ user_id: int.optional(), status_id: int.optional() });
const linked = z.object({
	user_id: int.optional(),
	link: z.object({ entity_id: int, entity_type: z.string() }),
});

const refuse = (errors: Parameters<typeof validationFailed>[0][number]['errors']) => {
	if (errors.length > 0) throw validationFailed([{ request_id: '0', errors }]);
};

function read<T>(schema: z.ZodType<T>, body: unknown): T {
	const parsed = schema.safeParse(body);
	if (parsed.success) return parsed.data;
	throw validationFailed([{ request_id: '0', errors: parsed.error.issues.map(problemOf) }]);
}

const idsOf = ({ lead_id, contact_id, company_id }: Unsorted) => ({
	contacts: contact_id,
	leads: lead_id,
	companies: company_id,
});

/** Incoming leads: they are made of forms and calls, and somebody accepts, declines or links them. */
export function unsortedRouter(store: Store): Router {
	const router = Router();
	const parts = (request: Request, unsorted: Unsorted) =>
		Object.fromEntries(
			Object.entries(idsOf(unsorted)).map(([kind, id]) => [
				kind,
				id === null ? [] : [{ id, _links: link(request, `${kind as EntityKind}/${id}`, '') }],
			]),
		);
	const model = (request: Request, unsorted: Unsorted) => ({
		uid: unsorted.uid,
		source_uid: unsorted.source_uid,
		source_name: unsorted.source_name,
		category: unsorted.category,
		pipeline_id: unsorted.pipeline_id,
		created_at: unsorted.created_at,
		metadata: unsortedMetadata(unsorted),
		account_id: store.data.account.id,
		_links: link(request, `${path}/${unsorted.uid}`),
		_embedded: parts(request, unsorted),
	});
	const decided = ({ uid, pipeline_id, category, created_at }: Unsorted) => ({
		uid,
		pipeline_id,
		category,
		created_at,
	});
	/** Its body may be left out. */
	const decisionOf = (request: Request) => {
		const input = read(decision, bodyText(request).trim() === '' ? {} : jsonBody(request));
		refuse(decisionProblems(store, input));
		return input;
	};
	const by = (response: Response, user_id: number | undefined): number =>
		user_id ?? actor(response.locals);

	router
		.route(`/${path}`)
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const filter = branch(query['filter']) ?? {};
			const found = passing(store.data.unsorted.values(), [
				among('uid', filter['uid']),
				among('category', filter['category']),
				among('pipeline_id', filter['pipeline_id']),
			]).map((unsorted) => ({
				...unsorted,
				id: unsorted.lead_id,
				updated_at: unsorted.created_at,
			}));
			const page = paginate(query, ordered(found, query, ['created_at', 'updated_at']));
			sendPage(request, response, 'unsorted', page, (unsorted) => model(request, unsorted));
		})
		.all(methodNotAllowed);
	router.route(`/${path}/summary`).get((request, response) => {
		const { unsorted, unsortedDecisions } = store.data;
		const filter = branch(parseQuery(request.originalUrl.split('?')[1])['filter']) ?? {};
		sendHal(response, summaryOf([...unsorted.values()], unsortedDecisions, filter));
	});
	for (const category of ['forms', 'sip'] as const) {
		router
			.route(`/${path}/${category}`)
			.post((request, response) => {
				const user = actor(response.locals);
				const saved = writeList(store, jsonBody(request), (item) => {
					const parsed = newUnsorted(category, item);
					if (parsed.problems) return { save: null, problems: parsed.problems };
					return prepareUnsorted(store, parsed.wanted, user);
				});
				const unsorted = saved.map(({ result, requestId }) => ({
					uid: result.uid,
					account_id: store.data.account.id,
					request_id: requestId,
					_links: link(request, `${path}/${result.uid}`, ''),
					_embedded: parts(request, result),
				}));
				sendHal(response, { _total_items: unsorted.length, _embedded: { unsorted } });
			})
			.all(methodNotAllowed);
	}
	router
		.route(`/${path}/:uid`)
		.get((request, response) =>
			sendHal(response, model(request, unsortedOf(store, request.params.uid))),
		)
		.all(methodNotAllowed);
	router
		.route(`/${path}/:uid/accept`)
		.post((request, response) => {
			const unsorted = unsortedOf(store, request.params.uid);
			const { user_id, status_id } = decisionOf(request);
			acceptUnsorted(
				store,
				unsorted,
				{
					...(user_id === undefined ? {} : { user_id }),
					...(status_id === undefined ? {} : { status_id }),
				},
				by(response, user_id),
			);
			const _embedded = parts(request, unsorted);
			sendHal(response, { ...decided(unsorted), _embedded });
		})
		.all(methodNotAllowed);
	router
		.route(`/${path}/:uid/decline`)
		.delete((request, response) => {
			const unsorted = unsortedOf(store, request.params.uid);
			declineUnsorted(store, unsorted, by(response, decisionOf(request).user_id));
			const _embedded = parts(request, unsorted);
			sendHal(response, { ...decided(unsorted), _embedded });
		})
		.all(methodNotAllowed);
	router
		.route(`/${path}/:uid/link`)
		.post((request, response) => {
			const unsorted = unsortedOf(store, request.params.uid);
			const { user_id, link: to } = read(linked, jsonBody(request));
			if (unsorted.category !== 'chats') throw problem(422, 'Only chats can be linked');
			const target = to.entity_type === 'leads' ? store.data.leads.get(to.entity_id) : undefined;
			if (!target || target.is_deleted) {
				throw validationFailed([
					{ request_id: '0', errors: [notSupportedChoice('link.entity_id')] },
				]);
			}
			refuse(decisionProblems(store, { user_id }));
			linkUnsorted(store, unsorted, target, by(response, user_id));
			const leads = [{ id: target.id, _links: link(request, `leads/${target.id}`, '') }];
			sendHal(response, { uid: unsorted.uid, _embedded: { leads } });
		})
		.all(methodNotAllowed);
	return router;
}
