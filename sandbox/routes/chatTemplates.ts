import { Router, type Request } from 'express';
import { z } from 'zod';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem } from '../problem';
import { branch, list, parseQuery, text } from '../query';
import type { ChatTemplate } from '../settings';
import type { Store } from '../store';
import {
	changedTemplate,
	newTemplate,
	templateOf,
	templateProblems,
	type ChangedTemplate,
} from '../writes/chatTemplates';
import { notSupportedChoice } from '../writes/fieldProblems';
import { readList, readModel } from '../writes/readList';
import { methodNotAllowed } from './methodNotAllowed';
import { refuseUnknownIds } from './unknownIds';
import { requireAdmin } from './requireAdmin';

const perRequest = 250;
const perPage = 50;
const path = '/chats/templates';

const ids = z.object({ id: z.number().int() });

const readQuery = (request: Request) => parseQuery(request.originalUrl.split('?')[1]);

/** All of its reviews in a word; none is a draft. */
const statusOf = ({ reviews }: ChatTemplate): string | null =>
	reviews.find(({ status }) => status === 'review')?.status ?? reviews.at(-1)?.status ?? null;

const reviewsOf = (template: ChatTemplate) => ({
	review_status: statusOf(template),
	is_on_review: template.type === 'waba' ? statusOf(template) === 'review' : null,
	_embedded: { reviews: template.reviews },
});

/** Prepared answers of the integration. */
export function chatTemplatesRouter(store: Store): Router {
	const router = Router();
	const templates = () => store.data.settings.chatTemplates;

	const model = (request: Request) => {
		const parts = text(readQuery(request)['with'])?.split(',');
		return (template: ChatTemplate) => {
			const { reviews: _reviews, waba_examples, ...shown } = template;
			return {
				...shown,
				account_id: store.data.account.id,
				// As PHP writes a map that is empty.
				waba_examples: Object.keys(waba_examples).length > 0 ? waba_examples : [],
				...(parts?.includes('reviews') ? reviewsOf(template) : {}),
				_links: link(request, `chats/templates/${template.id}`, ''),
			};
		};
	};
	/** Answers to a write do not tell where the attachment is kept. */
	const written = (request: Request, template: ChatTemplate) => {
		const { attachment } = template;
		const { is_external: _isExternal, ...own } = attachment ?? {};
		return { ...model(request)(template), attachment: attachment && own };
	};
	const collection = (rows: readonly object[]) => ({
		_total_items: rows.length,
		_embedded: { chat_templates: rows },
	});
	const save = (id: number, input: ChangedTemplate): ChatTemplate => {
		const saved = templateOf(id, input, templates().get(id));
		templates().set(id, saved);
		store.touch();
		return saved;
	};
	const find = (id: string | undefined): ChatTemplate => {
		const template = templates().get(Number(id));
		if (!template) throw problem(404, 'Template not found');
		return template;
	};

	router
		.route(path)
		.all(requireAdmin(store))
		.get((request, response) => {
			const query = readQuery(request);
			const wanted = new Set(list(branch(query['filter'])?.['external_id']));
			const found = [...templates().values()].filter(
				({ external_id }) => wanted.size === 0 || wanted.has(external_id ?? ''),
			);
			const page = paginate(query, found, perPage);
			sendPage(request, response, 'chat_templates', page, model(request));
		})
		.post((request, response) => {
			const items = readList(jsonBody(request), perRequest, newTemplate, (input) =>
				templateProblems(input, undefined),
			);
			const rows = items.map(({ input, requestId }) => ({
				...written(request, save(store.nextId(), input)),
				request_id: requestId,
			}));
			sendHal(response, collection(rows));
		})
		.patch((request, response) => {
			const schema = changedTemplate.merge(ids);
			const items = readList(jsonBody(request), perRequest, schema, (input) => {
				const current = templates().get(input.id);
				return current ? templateProblems(input, current) : [notSupportedChoice('id')];
			});
			const rows = items.map(({ input }) => written(request, save(input.id, input)));
			sendHal(response, collection(rows));
		})
		.delete((request, response) => {
			const items = readList(jsonBody(request), perRequest, ids, () => []);
			const meant = items.map(({ input }) => input.id);
			refuseUnknownIds('template', meant, templates());
			for (const id of meant) templates().delete(id);
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	router
		.route(`${path}/:templateId`)
		.get((request, response) => {
			sendHal(response, model(request)(find(request.params.templateId)));
		})
		.all(requireAdmin(store))
		.patch((request, response) => {
			const current = find(request.params.templateId);
			const input = readModel(jsonBody(request), changedTemplate, (given) =>
				templateProblems(given, current),
			);
			sendHal(response, written(request, save(current.id, input)));
		})
		.delete((request, response) => {
			templates().delete(find(request.params.templateId).id);
			store.touch();
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
