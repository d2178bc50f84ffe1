import type { AnyEntity, Task } from './entities';
import type { Store } from './store';

const closest = (tasks: Iterable<Task>, { entity_kind, entity_id }: Task): number | null => {
	const dates = [...tasks]
		.filter((one) => one.entity_kind === entity_kind && one.entity_id === entity_id)
		.filter(({ is_completed }) => !is_completed)
		.map(({ complete_till }) => complete_till);
	return dates.length > 0 ? Math.min(...dates) : null;
};

/** Every entity knows when its next open task is due; amoCRM tells nobody of that change. */
export function keepClosestTasks(store: Store): void {
	const refresh = (task: Task): void => {
		const { entity_kind, entity_id } = task;
		if (entity_kind === null || entity_id === null) return;
		const table = store.data[entity_kind] as unknown as Map<number, AnyEntity>;
		const entity = table.get(entity_id);
		if (!entity) return;
		const closest_task_at = closest(store.data.tasks.values(), task);
		table.set(entity_id, { ...entity, closest_task_at });
	};
	store.onChange((changes) => {
		for (const change of changes) {
			if (change.kind !== 'task') continue;
			if (change.before) refresh(change.before);
			refresh(change.task);
		}
	});
}
