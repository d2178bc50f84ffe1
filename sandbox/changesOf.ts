import { isDeepStrictEqual } from 'node:util';
import type { Change } from './changes';
import type { AnyEntity, EntityKind, Lead } from './entities';

function leadChanges(before: Lead | null, after: Lead): readonly Change[] {
	const change = (action: Extract<Change, { kind: 'leads' }>['action']): Change => ({
		kind: 'leads',
		action,
		after,
		before,
	});
	if (!before) return [change('add')];
	if (before.is_deleted !== after.is_deleted) {
		return [change(after.is_deleted ? 'delete' : 'restore')];
	}
	const hasMoved = before.status_id !== after.status_id || before.pipeline_id !== after.pipeline_id;
	const hasNewUser = before.responsible_user_id !== after.responsible_user_id;
	return [
		...(hasMoved ? [change('status')] : []),
		...(hasNewUser ? [change('responsible')] : []),
		change('update'),
	];
}

/** The changes amoCRM would tell of: nothing when a write changed nothing. */
export function changesOf(
	kind: EntityKind,
	before: AnyEntity | null,
	after: AnyEntity,
): readonly Change[] {
	if (before && isDeepStrictEqual(before, after)) return [];
	if (kind === 'leads') return leadChanges(before as Lead | null, after as Lead);
	const change = (action: 'add' | 'update' | 'delete' | 'restore'): readonly Change[] => [
		{ kind, action, after, before } as Exclude<Change, { kind: 'leads' }>,
	];
	if (!before) return change('add');
	if (before.is_deleted !== after.is_deleted)
		return change(after.is_deleted ? 'delete' : 'restore');
	return change('update');
}
