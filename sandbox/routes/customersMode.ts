import { Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { CustomersMode } from '../customer';
import { sendHal } from '../hal';
import { problem, validationFailed } from '../problem';
import type { Store } from '../store';
import { notSupportedChoice, problemOf } from '../writes/fieldProblems';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';
import { requireAdmin } from './requireAdmin';

const setting = z.object({ mode: z.string(), is_enabled: z.boolean() });

/** Statuses are there only with periodic purchases, segments only with segmentation. */
export const requireMode =
	(store: Store, mode: CustomersMode): RequestHandler =>
	(_request, _response, next) => {
		const setting = store.data.customersSetting;
		if (!setting.isEnabled || setting.mode !== mode) {
			throw problem(422, `The ${mode} mode of customers is turned off`);
		}
		next();
	};

/** `PATCH /customers/mode`: open while customers are turned off, for it turns them on. */
export function customersModeRouter(store: Store): Router {
	const router = Router();
	router
		.route('/customers/mode')
		.patch(requireAdmin(store), (request, response) => {
			const parsed = setting.safeParse(objectBody(request));
			if (!parsed.success) {
				const errors = parsed.error.issues.map(problemOf);
				throw validationFailed([{ request_id: '0', errors }]);
			}
			const { mode, is_enabled } = parsed.data;
			if (mode !== 'segments' && mode !== 'periodicity') {
				throw validationFailed([{ request_id: '0', errors: [notSupportedChoice('mode')] }]);
			}
			store.data.customersSetting = { mode, isEnabled: is_enabled };
			store.touch();
			sendHal(response, { mode, is_enabled });
		})
		.all(methodNotAllowed);
	return router;
}
