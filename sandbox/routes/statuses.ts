import { Router, type Request } from 'express';
import { actor } from '../auth';
import type { Status } from '../pipeline';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { shownStatuses, statusModel } from '../models/pipeline';
import { problem } from '../problem';
import { parseQuery, text } from '../query';
import type { Store } from '../store';
import { deleteStatus } from '../writes/pipeline';
import { requireRoom } from '../writes/requireRoom';
import { prepareStatus } from '../writes/status';
import { writeList } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';
import { pipelineOf } from './pipelines';
import { requireAdmin } from './requireAdmin';

const perPipeline = 100;

/** Answers to a write have the descriptions, to a read only if it asks for them. */
const isAskedFor = (request: Request): boolean =>
	request.method !== 'GET' ||
	(text(parseQuery(request.originalUrl.split('?')[1])['with']) ?? '')
		.split(',')
		.includes('descriptions');

/** The statuses of one pipeline. */
export function statusesRouter(store: Store): Router {
	const router = Router();
	const model = (request: Request, status: Status) =>
		statusModel(store.data.account.id, status, (path) => link(request, path), isAskedFor(request));
	const statusOf = (request: Request): Status => {
		const id = Number(request.params['statusId']);
		const status = pipelineOf(store, request).statuses.find((one) => one.id === id);
		if (!status) throw problem(404, 'Status not found');
		return status;
	};

	router
		.route('/leads/pipelines/:pipelineId/statuses')
		.get((request, response) => {
			const pipeline = pipelineOf(store, request);
			const statuses = shownStatuses(pipeline).map((status) => model(request, status));
			sendHal(response, {
				_total_items: statuses.length,
				_embedded: { statuses },
			});
		})
		.post(requireAdmin(store), (request, response) => {
			const { id, statuses: present } = pipelineOf(store, request);
			const by = actor(response.locals);
			const items = jsonBody(request);
			requireRoom(present.length, items, perPipeline, 'statuses per pipeline');
			const saved = writeList(store, items, (item) => prepareStatus(store, id, item, null, by));
			const statuses = saved.map(({ result, requestId }) => ({
				...model(request, result),
				request_id: requestId,
			}));
			sendHal(response, { _total_items: statuses.length, _embedded: { statuses } });
		})
		.all(methodNotAllowed);
	router
		.route('/leads/pipelines/:pipelineId/statuses/:statusId')
		.get((request, response) => sendHal(response, model(request, statusOf(request))))
		.patch(requireAdmin(store), (request, response) => {
			const before = statusOf(request);
			const by = actor(response.locals);
			const saved = writeList(store, [objectBody(request)], (item) =>
				prepareStatus(store, before.pipeline_id, item, before, by),
			);
			for (const { result, requestId } of saved) {
				sendHal(response, { ...model(request, result), request_id: requestId });
			}
		})
		.delete(requireAdmin(store), (request, response) => {
			const pipeline = pipelineOf(store, request);
			deleteStatus(store, pipeline, statusOf(request), actor(response.locals));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
