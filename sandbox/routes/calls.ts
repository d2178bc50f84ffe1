import { Router } from 'express';
import { actor } from '../auth';
import { entityLabel } from '../data';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import type { Store } from '../store';
import { prepareCall } from '../writes/call';
import { writeList } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';

/** `POST /calls`: whose number nobody has is told among `errors`, and the others are written. */
export function callsRouter(store: Store): Router {
	const router = Router();
	router
		.route('/calls')
		.post((request, response) => {
			const saved = writeList(store, jsonBody(request), (item) =>
				prepareCall(store, item, actor(response.locals)),
			);
			const calls = saved.flatMap(({ result: note, requestId }) =>
				note === null
					? []
					: [
							{
								id: note.id,
								entity_id: note.entity_id,
								entity_type: entityLabel[note.entity_kind],
								account_id: store.data.account.id,
								request_id: requestId,
								_embedded: {
									entity: {
										id: note.entity_id,
										_links: link(request, `${note.entity_kind}/${note.entity_id}`, ''),
									},
								},
							},
						],
			);
			const errors = saved.flatMap(({ result, requestId }) =>
				result === null
					? [
							{
								request_id: requestId,
								status: 263,
								title: 'Entity not found',
								detail: 'Entity not found',
							},
						]
					: [],
			);
			sendHal(response, { _total_items: calls.length, errors, _embedded: { calls } });
		})
		.all(methodNotAllowed);
	return router;
}
