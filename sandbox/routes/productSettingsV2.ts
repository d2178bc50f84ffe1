import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { origin, sendHal } from '../hal';
import { bodyText, jsonBody } from '../jsonBody';
import { problem } from '../problem';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

/** Clients send one or the other, or no body and only read the answer. */
const input = z.object({ enable: z.boolean(), enabled: z.boolean() }).partial();

/**
 * `GET|POST /api/v2/products_settings`: older than `/catalogs/products/settings`, and tells the catalog.
 * Products are turned on here; what amoCRM does with a false is not recorded, so it changes nothing.
 */
export function productSettingsV2Router(store: Store): Router {
	const router = Router();
	const answer = (request: Request, response: Response): void => {
		const { isProductsEnabled, lists } = store.data.catalogs;
		sendHal(response, {
			is_enabled: isProductsEnabled,
			catalog_id: [...lists.values()].find(({ type }) => type === 'products')?.id ?? null,
			_links: { self: { href: `${origin(request)}/api/v2/products_settings` } },
		});
	};
	router
		.route('/products_settings')
		.get(answer)
		.all(requireAdmin(store))
		.post((request, response) => {
			const parsed = input.safeParse(bodyText(request).trim() === '' ? {} : jsonBody(request));
			if (!parsed.success) throw problem(400, 'enable must be a boolean');
			if (parsed.data.enable ?? parsed.data.enabled) {
				store.data.catalogs.isProductsEnabled = true;
				store.touch();
			}
			answer(request, response);
		})
		.all(methodNotAllowed);
	return router;
}
