import { Router } from 'express';
import { z } from 'zod';
import type { SandboxContext } from '../context';
import type { Task } from '../entities';
import { addNote } from '../notes';
import { problem } from '../problem';
import { personUserId } from '../seed/users';
import { input } from './input';
import { requireEntity } from './requireEntity';

const target = {
	entity_type: z.enum(['leads', 'contacts', 'companies']).default('leads'),
	entity_id: z.number().int(),
};
const newNote = z.object({ ...target, text: z.string().min(1).max(20_000) });
const newTask = z.object({
	...target,
	text: z.string().min(1),
	task_type_id: z.number().int().default(1),
	complete_till: z.number().int().optional(),
	responsible_user_id: z.number().int().default(personUserId),
});
const changedTask = z
	.object({
		text: z.string().min(1),
		is_completed: z.boolean(),
		result: z.string(),
		complete_till: z.number().int(),
		responsible_user_id: z.number().int(),
	})
	.partial();

const day = 86_400;
const unixNow = (): number => Math.floor(Date.now() / 1000);

/** Notes and tasks that a person writes. */
export function notesControl({ store }: SandboxContext): Router {
	const router = Router();
	const findTask = (id: string): Task => {
		const task = store.data.tasks.get(Number(id));
		if (!task) throw problem(404, `There is no task ${id}.`);
		return task;
	};

	router.post('/notes', (request, response) => {
		const { entity_type, entity_id, text } = input(request, newNote);
		requireEntity(store, entity_type, entity_id);
		response.status(201).json(addNote(store, entity_type, entity_id, text));
	});
	router.post('/tasks', (request, response) => {
		const { entity_type, complete_till, ...given } = input(request, newTask);
		requireEntity(store, entity_type, given.entity_id);
		const now = unixNow();
		const task: Task = {
			...given,
			id: store.nextId(),
			entity_kind: entity_type,
			group_id: 0,
			duration: 0,
			is_completed: false,
			result: null,
			complete_till: complete_till ?? now + day,
			created_by: personUserId,
			updated_by: personUserId,
			created_at: now,
			updated_at: now,
		};
		store.data.tasks.set(task.id, task);
		store.record({ kind: 'task', action: 'add', task, before: null });
		response.status(201).json(task);
	});
	router.patch('/tasks/:id', (request, response) => {
		const before = findTask(request.params.id);
		const given = input(request, changedTask);
		const task: Task = {
			...before,
			text: given.text ?? before.text,
			is_completed: given.is_completed ?? before.is_completed,
			result: given.result ?? before.result,
			complete_till: given.complete_till ?? before.complete_till,
			responsible_user_id: given.responsible_user_id ?? before.responsible_user_id,
			updated_by: personUserId,
			updated_at: unixNow(),
		};
		store.data.tasks.set(task.id, task);
		store.record({ kind: 'task', action: 'update', task, before });
		response.json(task);
	});
	router.post('/tasks/:id/delete', (request, response) => {
		const task = findTask(request.params.id);
		store.data.tasks.delete(task.id);
		store.record({ kind: 'task', action: 'delete', task, before: task });
		response.json(task);
	});
	return router;
}
