import type { AnyEntity, EntityKind } from '../entities';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { inputOf, type EntityInput } from './input';
import { prepareWrite } from './write';
import { writeList, type Prepared } from './writeList';

export interface Written {
	readonly entity: AnyEntity;
	readonly requestId: string;
}

function prepare(
	store: Store,
	kind: EntityKind,
	item: unknown,
	verb: 'add' | 'update',
	by: number,
): Prepared<AnyEntity> {
	const wrong = (problems: readonly FieldProblem[]) => ({ save: null, problems });
	const parsed = inputOf[kind].safeParse(item);
	if (!parsed.success) return wrong(parsed.error.issues.map(problemOf));
	const input: EntityInput = parsed.data;
	if (verb === 'add') return prepareWrite(store, kind, input, null, by);
	if (input.id === undefined) return wrong([fieldMissing('id')]);
	const current = store.data[kind].get(input.id);
	if (!current || current.is_deleted) return wrong([notSupportedChoice('id')]);
	return prepareWrite(store, kind, input, current, by);
}

/** Writes leads, contacts or companies: all of them or none. */
export const writeMany = (
	store: Store,
	kind: EntityKind,
	items: unknown,
	verb: 'add' | 'update',
	by: number,
): readonly Written[] =>
	writeList(store, items, (item) => prepare(store, kind, item, verb, by)).map(
		({ result, requestId }) => ({ entity: result, requestId }),
	);
