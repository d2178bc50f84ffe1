import { operation, resource } from '../define';
import {
	batchOptions,
	entityId,
	entityOfKind,
	entityType,
	responsibleUserId,
	sort,
	updatedFilters,
} from '../entityParams';
import type { Params } from '../param';
import {
	additionalJson,
	boolean,
	choice,
	choices,
	dateTime,
	idList,
	number,
	placed,
	required,
	text,
} from '../params';
import { batch, one, pages } from '../runs';

const taskText = text('Text', 'What is to be done', 'e.g. Call back');
const completeTill = dateTime('Complete Till', 'When the task is due');
const result = text('Result', 'What came of it, kept with the task', 'e.g. Wants an offer');

const fields: Params = {
	duration: number('Duration', 'How long it takes, in seconds'),
	entityId: entityOfKind('Entity', 'The one that the task belongs to; needs Entity Type'),
	entityType: entityType('Kind of the entity that the task belongs to; needs Entity'),
	responsibleUserId,
	taskTypeId: choice('Task Type', 'getTaskTypes'),
};

/** `PATCH` of many tasks, or of one. */
const updates = batch('tasks', { single: 'PATCH /api/v4/tasks/{id}' });

export const task = resource({
	name: 'task',
	label: 'Task',
	doc: 'Something to be done by a user until a time; amoCRM has no way to delete one',
	operations: {
		complete: operation({
			route: 'PATCH /api/v4/tasks',
			label: 'Complete',
			action: 'Complete a task',
			doc: 'Mark the task of each item as done, many items in one request',
			run: updates,
			params: {
				id: entityId('Task'),
				result: placed(result, (words) => ({ result: { text: words } })),
			},
			options: batchOptions,
			fixed: { is_completed: true },
		}),
		create: operation({
			route: 'POST /api/v4/tasks',
			label: 'Create',
			action: 'Create a task',
			doc: 'Create a task from each item, many items in one request',
			run: batch('tasks'),
			params: {
				text: required(taskText),
				completeTill: required(completeTill),
				additionalJson,
			},
			fields,
			options: batchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/tasks/{id}',
			label: 'Get',
			action: 'Get a task',
			doc: 'Get one task by its ID, with one request per item',
			run: one,
			params: { id: entityId('Task') },
		}),
		getAll: operation({
			route: 'GET /api/v4/tasks',
			label: 'Get Many',
			action: 'Get many tasks',
			doc: 'Get the tasks of a user, of some entities, or those that are not done',
			run: pages('tasks'),
			params: { sort: sort({ complete_till: 'Due', created_at: 'Created', id: 'ID' }) },
			filters: {
				...updatedFilters('tasks'),
				entityId: idList('Entity IDs', 'Only tasks of these entities; needs Entity Type'),
				entityType: entityType('Only tasks of this kind of entity'),
				id: idList('IDs', 'Only these tasks'),
				isCompleted: boolean('Completed', 'Whether to get what is done, or what is not'),
				responsibleUserId: choices('Responsible User', 'getUsers'),
				taskType: choices('Task Type', 'getTaskTypes'),
			},
		}),
		update: operation({
			route: 'PATCH /api/v4/tasks',
			label: 'Update',
			action: 'Update a task',
			doc: 'Update the task of each item, many items in one request',
			run: updates,
			params: { id: entityId('Task'), additionalJson },
			fields: {
				...fields,
				completeTill,
				isCompleted: boolean('Completed', 'Whether the task is done'),
				text: taskText,
			},
			options: batchOptions,
		}),
	},
});
