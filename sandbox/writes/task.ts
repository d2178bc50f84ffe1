import { z } from 'zod';
import type { Data } from '../data';
import type { EntityKind, Task } from '../entities';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { isLive, unknownUsers } from './references';
import type { Prepared } from './writeList';

const int = z.number().int();

const taskInput = z.object({
	id: int.optional(),
	text: z.string().optional(),
	complete_till: int.optional(),
	task_type_id: int.optional(),
	duration: int.optional(),
	entity_id: int.nullish(),
	entity_type: z.string().nullish(),
	is_completed: z.boolean().optional(),
	// amoCRM itself answers with [] where there is none.
	result: z.union([z.object({ text: z.string() }), z.array(z.never())]).optional(),
	responsible_user_id: int.optional(),
	created_by: int.optional(),
	updated_by: int.optional(),
	created_at: int.optional(),
	updated_at: int.optional(),
});

type TaskInput = z.infer<typeof taskInput>;

/** Follow-up and meeting: all that the account has. */
export const taskTypeIds: readonly number[] = [1, 2];

const kinds: readonly string[] = ['leads', 'contacts', 'companies'] satisfies EntityKind[];

function entityProblems(
	data: Data,
	{ entity_id, entity_type }: TaskInput,
): readonly FieldProblem[] {
	if (entity_type == null) return entity_id == null ? [] : [fieldMissing('entity_type')];
	if (!kinds.includes(entity_type)) return [notSupportedChoice('entity_type')];
	if (entity_id == null) return [fieldMissing('entity_id')];
	return isLive(data, entity_type as EntityKind, entity_id)
		? []
		: [notSupportedChoice('entity_id')];
}

function problemsOf(data: Data, input: TaskInput, isNew: boolean): readonly FieldProblem[] {
	return [
		...(isNew && !input.text ? [fieldMissing('text')] : []),
		...(isNew && input.complete_till === undefined ? [fieldMissing('complete_till')] : []),
		...(input.task_type_id !== undefined && !taskTypeIds.includes(input.task_type_id)
			? [notSupportedChoice('task_type_id')]
			: []),
		...entityProblems(data, input),
		...unknownUsers(data, input, ['responsible_user_id', 'created_by', 'updated_by']),
	];
}

function merged(input: TaskInput, before: Task | null, id: number, by: number): Task {
	const now = Math.floor(Date.now() / 1000);
	const isPlaced = input.entity_type != null && input.entity_id != null;
	const result = input.result && 'text' in input.result ? input.result.text : null;
	return {
		id,
		entity_kind: isPlaced ? (input.entity_type as EntityKind) : (before?.entity_kind ?? null),
		entity_id: isPlaced ? (input.entity_id ?? null) : (before?.entity_id ?? null),
		group_id: before?.group_id ?? 0,
		task_type_id: input.task_type_id ?? before?.task_type_id ?? 1,
		duration: input.duration ?? before?.duration ?? 0,
		text: input.text ?? before?.text ?? '',
		is_completed: input.is_completed ?? before?.is_completed ?? false,
		result: result ?? before?.result ?? null,
		complete_till: input.complete_till ?? before?.complete_till ?? now,
		responsible_user_id: input.responsible_user_id ?? before?.responsible_user_id ?? by,
		created_by: before?.created_by ?? input.created_by ?? by,
		updated_by: input.updated_by ?? by,
		created_at: before?.created_at ?? input.created_at ?? now,
		updated_at: input.updated_at ?? Math.max(now, before?.updated_at ?? 0),
	};
}

/** Checks one item of a POST or PATCH of tasks and says what is wrong, or how to save it. */
export function prepareTask(
	store: Store,
	item: unknown,
	verb: 'add' | 'update',
	by: number,
): Prepared<Task> {
	const parsed = taskInput.safeParse(item);
	if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
	const input = parsed.data;
	const before = (verb === 'update' && store.data.tasks.get(input.id ?? 0)) || null;
	const problems = [
		...(verb === 'update' && input.id === undefined ? [fieldMissing('id')] : []),
		...(verb === 'update' && input.id !== undefined && !before ? [notSupportedChoice('id')] : []),
		...problemsOf(store.data, input, verb === 'add'),
	];
	if (problems.length > 0) return { save: null, problems };
	const save = (): Task => {
		const task = merged(input, before, before?.id ?? store.nextId(), by);
		store.data.tasks.set(task.id, task);
		store.record({ kind: 'task', action: before ? 'update' : 'add', task, before });
		return task;
	};
	return { save, problems: null };
}
