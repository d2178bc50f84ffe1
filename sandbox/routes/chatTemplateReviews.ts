import { Router, type Request } from 'express';
import { sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { problem, validationFailed } from '../problem';
import type { ChatTemplate, TemplateReview } from '../settings';
import type { Store } from '../store';
import { reviewDecision } from '../writes/chatTemplates';
import { notSupportedChoice } from '../writes/fieldProblems';
import { readModel } from '../writes/readList';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

/** A template for WhatsApp is reviewed once for each source that is a WhatsApp Business one. */
export function chatTemplateReviewsRouter(store: Store): Router {
	const router = Router();
	const find = (request: Request): ChatTemplate => {
		const template = store.data.settings.chatTemplates.get(Number(request.params['templateId']));
		if (!template) throw problem(404, 'Template not found');
		return template;
	};
	const save = (template: ChatTemplate, reviews: readonly TemplateReview[]): void => {
		store.data.settings.chatTemplates.set(template.id, { ...template, reviews });
		store.touch();
	};
	const sourceIds = (): readonly number[] =>
		[...store.data.settings.sources.values()]
			.filter(({ services }) => services.some(({ params }) => params?.waba))
			.map(({ id }) => id);

	router
		.route('/chats/templates/:templateId/review')
		.post(requireAdmin(store), (request, response) => {
			const template = find(request);
			if (template.type !== 'waba') {
				throw validationFailed([{ request_id: '0', errors: [notSupportedChoice('type')] }]);
			}
			const reviews = sourceIds().map((source_id): TemplateReview => {
				const earlier = template.reviews.find((review) => review.source_id === source_id);
				return {
					id: earlier?.id ?? store.nextId(),
					source_id,
					status: 'review',
					reject_reason: '',
				};
			});
			save(template, reviews);
			sendHal(response, { _embedded: { reviews } });
		})
		.all(methodNotAllowed);
	router
		.route('/chats/templates/:templateId/review/:reviewId')
		.post(requireAdmin(store), (request, response) => {
			const template = find(request);
			const id = Number(request.params['reviewId']);
			const review = template.reviews.find((one) => one.id === id);
			if (!review) throw problem(404, 'Review not found');
			const { status, reject_reason } = readModel(jsonBody(request), reviewDecision, () => []);
			const decided: TemplateReview = {
				...review,
				status: status ?? review.status,
				reject_reason: reject_reason ?? review.reject_reason,
			};
			save(
				template,
				template.reviews.map((one) => (one.id === id ? decided : one)),
			);
			sendHal(response, decided);
		})
		.all(methodNotAllowed);
	return router;
}
