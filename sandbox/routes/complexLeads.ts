import { Router } from 'express';
import { actor } from '../auth';
import { sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import type { Store } from '../store';
import { prepareComplexLead } from '../writes/complexLead';
import { requireRoom } from '../writes/requireRoom';
import { writeList } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';

const perRequest = 50;

/** Leads with a contact and a company each. Duplicate control is off: nothing is merged. */
export function complexLeadsRouter(store: Store): Router {
	const router = Router();
	router
		.route('/leads/complex')
		.post((request, response) => {
			const items = jsonBody(request);
			requireRoom(0, items, perRequest, 'leads per request');
			const by = actor(response.locals);
			const saved = writeList(store, items, (item) => prepareComplexLead(store, item, by));
			// No envelope, and a list of request ids: merged leads would share a row.
			sendHal(
				response,
				saved.map(({ result, requestId }) => ({
					id: result.id,
					contact_id: result.contacts[0]?.id ?? null,
					company_id: result.company_id,
					request_id: [requestId],
					merged: false,
				})),
			);
		})
		.all(methodNotAllowed);
	return router;
}
