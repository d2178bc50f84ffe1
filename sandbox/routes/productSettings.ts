import { Router } from 'express';
import { z } from 'zod';
import { sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import type { Store } from '../store';
import { shaped, writeObject } from '../writes/shaped';
import { methodNotAllowed } from './methodNotAllowed';
import { requireAdmin } from './requireAdmin';

const settingsInput = z.object({ is_enabled: z.boolean() });

export function productSettingsRouter(store: Store): Router {
	const router = Router();
	const settings = () => ({ is_enabled: store.data.catalogs.isProductsEnabled });
	const check = shaped(settingsInput, ({ is_enabled }) => () => {
		store.data.catalogs.isProductsEnabled = is_enabled;
		store.touch();
		return settings();
	});
	router
		.route('/catalogs/products/settings')
		.get((_request, response) => sendHal(response, settings()))
		.all(requireAdmin(store))
		.patch((request, response) =>
			sendHal(response, writeObject(store, jsonBody(request), null, check)),
		)
		.all(methodNotAllowed);
	return router;
}
