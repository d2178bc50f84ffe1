import { Router, type Request } from 'express';
import type { Pipeline, Status } from '../entities';
import { link, sendHal } from '../hal';
import { problem } from '../problem';
import type { Store } from '../store';
import { methodNotAllowed } from './methodNotAllowed';

/** Reading pipelines and their statuses. */
export function pipelinesRouter(store: Store): Router {
	const router = Router();
	const account_id = () => store.data.account.id;

	const statusModel = (request: Request, status: Status) => ({
		...status,
		account_id: account_id(),
		_links: link(request, `leads/pipelines/${status.pipeline_id}/statuses/${status.id}`),
	});
	const pipelineModel = (request: Request, { statuses, ...pipeline }: Pipeline) => ({
		...pipeline,
		account_id: account_id(),
		_links: link(request, `leads/pipelines/${pipeline.id}`),
		_embedded: { statuses: statuses.map((status) => statusModel(request, status)) },
	});
	const pipelineOf = (request: Request): Pipeline => {
		const id = Number(request.params['pipelineId']);
		const found = store.data.pipelines.find((pipeline) => pipeline.id === id);
		if (!found) throw problem(404, 'Pipeline not found');
		return found;
	};

	router
		.route('/leads/pipelines')
		.get((request, response) => {
			const { pipelines } = store.data;
			sendHal(response, {
				_total_items: pipelines.length,
				_links: link(request, 'leads/pipelines'),
				_embedded: { pipelines: pipelines.map((pipeline) => pipelineModel(request, pipeline)) },
			});
		})
		.all(methodNotAllowed);
	router
		.route('/leads/pipelines/:pipelineId')
		.get((request, response) => sendHal(response, pipelineModel(request, pipelineOf(request))))
		.all(methodNotAllowed);
	router
		.route('/leads/pipelines/:pipelineId/statuses')
		.get((request, response) => {
			const { id, statuses } = pipelineOf(request);
			sendHal(response, {
				_total_items: statuses.length,
				_links: link(request, `leads/pipelines/${id}/statuses`),
				_embedded: { statuses: statuses.map((status) => statusModel(request, status)) },
			});
		})
		.all(methodNotAllowed);
	router
		.route('/leads/pipelines/:pipelineId/statuses/:statusId')
		.get((request, response) => {
			const id = Number(request.params.statusId);
			const status = pipelineOf(request).statuses.find((one) => one.id === id);
			if (!status) throw problem(404, 'Status not found');
			sendHal(response, statusModel(request, status));
		})
		.all(methodNotAllowed);
	return router;
}
