import { Router, type Request, type Response } from 'express';
import { actor } from '../auth';
import type { Pipeline } from '../pipeline';
import { link, sendHal } from '../hal';
import { jsonBody } from '../jsonBody';
import { pipelineModel } from '../models/pipeline';
import { problem } from '../problem';
import type { Store } from '../store';
import { deletePipeline, prepareNewPipeline, preparePipelineChange } from '../writes/pipeline';
import { requireRoom } from '../writes/requireRoom';
import { writeList } from '../writes/writeList';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';
import { requireAdmin } from './requireAdmin';

const perAccount = 50;

export function pipelineOf(store: Store, request: Request): Pipeline {
	const id = Number(request.params['pipelineId']);
	const found = store.data.pipelines.find((pipeline) => pipeline.id === id);
	if (!found) throw problem(404, 'Pipeline not found');
	return found;
}

/** Everybody reads pipelines; an administrator writes them. */
export function pipelinesRouter(store: Store): Router {
	const router = Router();
	const model = (request: Request, pipeline: Omit<Pipeline, 'is_archive'>) =>
		pipelineModel(store.data.account.id, pipeline, (path) => link(request, path));
	const sendList = (request: Request, response: Response, pipelines: readonly object[]) =>
		sendHal(response, {
			_total_items: pipelines.length,
			_links: link(request, 'leads/pipelines'),
			_embedded: { pipelines },
		});

	router
		.route('/leads/pipelines')
		.get((request, response) => {
			const { pipelines } = store.data;
			sendList(
				request,
				response,
				pipelines.map((pipeline) => model(request, pipeline)),
			);
		})
		.post(requireAdmin(store), (request, response) => {
			const by = actor(response.locals);
			const items = jsonBody(request);
			requireRoom(store.data.pipelines.length, items, perAccount, 'pipelines per account');
			const saved = writeList(store, items, (item) => prepareNewPipeline(store, item, by));
			// Nothing new is in the archive, and amoCRM does not say so.
			const rows = saved.map(({ result: { is_archive: _isArchive, ...result }, requestId }) => ({
				...model(request, result),
				request_id: requestId,
			}));
			sendList(request, response, rows);
		})
		.all(methodNotAllowed);
	router
		.route('/leads/pipelines/:pipelineId')
		.get((request, response) => sendHal(response, model(request, pipelineOf(store, request))))
		.patch(requireAdmin(store), (request, response) => {
			const before = pipelineOf(store, request);
			const saved = writeList(store, [objectBody(request)], (item) =>
				preparePipelineChange(store, item, before),
			);
			for (const { result, requestId } of saved) {
				sendHal(response, { ...model(request, result), request_id: requestId });
			}
		})
		.delete(requireAdmin(store), (request, response) => {
			deletePipeline(store, pipelineOf(store, request));
			response.status(204).end();
		})
		.all(methodNotAllowed);
	return router;
}
