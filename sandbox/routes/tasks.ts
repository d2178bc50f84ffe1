import { Router, type Request } from 'express';
import { actor } from '../auth';
import type { Task } from '../entities';
import { link, paginate, sendHal, sendPage } from '../hal';
import { jsonBody } from '../jsonBody';
import { branch, list, parseQuery, type Query } from '../query';
import type { Store } from '../store';
import { prepareTask } from '../writes/task';
import { writeList, type Saved } from '../writes/writeList';
import { among, ordered, passing, range } from './filters';
import { methodNotAllowed } from './methodNotAllowed';
import { objectBody } from './objectBody';

const order = ['created_at', 'complete_till', 'id'];

function found(tasks: Iterable<Task>, query: Query): readonly Task[] {
	const filter = branch(query['filter']) ?? {};
	const isCompleted = list(filter['is_completed']).map((one) => String(one === '1'));
	return passing(tasks, [
		among('id', filter['id']),
		among('responsible_user_id', filter['responsible_user_id']),
		isCompleted.length > 0
			? ({ is_completed }: Task) => isCompleted.includes(String(is_completed))
			: null,
		among('task_type_id', filter['task_type'] ?? filter['task_type_id']),
		among('entity_kind', filter['entity_type']),
		// Documented to need filter[entity_type]; clients get their tasks without it all the same.
		among('entity_id', filter['entity_id']),
		range('updated_at', filter['updated_at']),
	]);
}

/** `GET|POST|PATCH /tasks` and `GET|PATCH /tasks/{id}`; there is no DELETE. */
export function tasksRouter(store: Store): Router {
	const router = Router();

	const model = (request: Request) => (task: Task) => ({
		id: task.id,
		created_by: task.created_by,
		updated_by: task.updated_by,
		created_at: task.created_at,
		updated_at: task.updated_at,
		responsible_user_id: task.responsible_user_id,
		group_id: task.group_id,
		entity_id: task.entity_id,
		entity_type: task.entity_kind,
		duration: task.duration,
		is_completed: task.is_completed,
		task_type_id: task.task_type_id,
		text: task.text,
		result: task.result === null ? [] : { text: task.result },
		complete_till: task.complete_till,
		account_id: store.data.account.id,
		_links: link(request, `tasks/${task.id}`),
	});
	const write = (items: unknown, verb: 'add' | 'update', by: number) =>
		writeList(store, items, (item) => prepareTask(store, item, verb, by));
	const changed = (request: Request, { result, requestId }: Saved<Task>) => ({
		id: result.id,
		updated_at: result.updated_at,
		request_id: requestId,
		_links: link(request, `tasks/${result.id}`, ''),
	});

	router
		.route('/tasks')
		.get((request, response) => {
			const query = parseQuery(request.originalUrl.split('?')[1]);
			const tasks = ordered(found(store.data.tasks.values(), query), query, order);
			sendPage(request, response, 'tasks', paginate(query, tasks), model(request));
		})
		.post((request, response) => {
			const saved = write(jsonBody(request), 'add', actor(response.locals));
			const tasks = saved.map(({ result: { id }, requestId }) => ({
				id,
				request_id: requestId,
				_links: link(request, `tasks/${id}`, ''),
			}));
			sendHal(response, { _links: link(request, 'tasks', ''), _embedded: { tasks } });
		})
		.patch((request, response) => {
			const saved = write(jsonBody(request), 'update', actor(response.locals));
			const tasks = saved.map((one) => changed(request, one));
			sendHal(response, { _links: link(request, 'tasks', ''), _embedded: { tasks } });
		})
		.all(methodNotAllowed);
	router
		.route('/tasks/:taskId')
		.get((request, response) => {
			const task = store.data.tasks.get(Number(request.params.taskId));
			if (!task) {
				response.status(204).end();
				return;
			}
			sendHal(response, model(request)(task));
		})
		.patch((request, response) => {
			const item = { ...objectBody(request), id: Number(request.params.taskId) };
			for (const one of write([item], 'update', actor(response.locals))) {
				sendHal(response, changed(request, one));
			}
		})
		.all(methodNotAllowed);
	return router;
}
