import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { writeList, type Prepared } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';

const newLink = z.object({
	url: z.string(),
	metadata: z.object({ entity_type: z.string(), entity_id: z.number().int() }),
});

interface ShortLink {
	readonly url: string;
	readonly metadata: { readonly entity_type: string; readonly entity_id: number };
}

function prepare(store: Store, item: unknown): Prepared<ShortLink> {
	const parsed = newLink.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const { url, metadata } = parsed.data;
	const contact = store.data.contacts.get(metadata.entity_id);
	const problems = [
		...(/^https?:\/\//.test(url) && URL.canParse(url) ? [] : [notSupportedChoice('url')]),
		...(metadata.entity_type === 'contacts' ? [] : [notSupportedChoice('metadata.entity_type')]),
		...(contact && !contact.is_deleted ? [] : [notSupportedChoice('metadata.entity_id')]),
	];
	if (problems.length > 0) return { save: null, problems };
	const code = randomBytes(9).toString('base64url');
	return { save: () => ({ url: `https://amo.sh/${code}`, metadata }), problems: null };
}

/** `POST /short_links`: the rows come in the order of the models, without a `request_id`. */
export function shortLinksRouter(store: Store): Router {
	const router = Router();
	router
		.route('/short_links')
		.post((request, response) => {
			const saved = writeList(store, jsonBody(request), (item) => prepare(store, item));
			sendHal(response, {
				_links: { self: { href: '/api/v4/short_links' } },
				_embedded: {
					short_links: saved.map(({ result: { url, metadata } }) => ({
						url,
						account_id: store.data.account.id,
						metadata,
					})),
				},
			});
		})
		.all(methodNotAllowed);
	return router;
}
