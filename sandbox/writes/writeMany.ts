import type { AnyEntity, EntityKind } from '../entities';
import { problem, validationFailed, type FieldProblem, type ItemProblem } from '../problem';
import type { Store } from '../store';
import { fieldMissing, notSupportedChoice, problemOf } from './fieldProblems';
import { inputOf, type EntityInput } from './input';
import { prepareWrite, type Prepared } from './write';

export interface Written {
	readonly entity: AnyEntity;
	readonly requestId: string;
}

export const perRequest = 250;

export function requestId(item: unknown, i: number): string {
	const id =
		typeof item === 'object' && item !== null && 'request_id' in item ? item.request_id : i;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : String(i);
}

function prepare(
	store: Store,
	kind: EntityKind,
	item: unknown,
	verb: 'add' | 'update',
	by: number,
): Prepared {
	const wrong = (problems: readonly FieldProblem[]): Prepared => ({ save: null, problems });
	const parsed = inputOf[kind].safeParse(item);
	if (!parsed.success) return wrong(parsed.error.issues.map(problemOf));
	const input: EntityInput = parsed.data;
	if (verb === 'add') return prepareWrite(store, kind, input, null, by);
	if (input.id === undefined) return wrong([fieldMissing('id')]);
	const current = store.data[kind].get(input.id);
	if (!current || current.is_deleted) return wrong([notSupportedChoice('id')]);
	return prepareWrite(store, kind, input, current, by);
}

/** Writes all items or, when one of them is wrong, none; the problem names every wrong item. */
export function writeMany(
	store: Store,
	kind: EntityKind,
	items: unknown,
	verb: 'add' | 'update',
	by: number,
): readonly Written[] {
	if (!Array.isArray(items)) throw problem(400, 'Request data must be an array');
	if (items.length === 0) throw problem(400, 'Request data can not be empty');
	if (items.length > perRequest) throw problem(422, `Limit ${perRequest} per page`);
	const ids = items.map(requestId);
	const errors = items.flatMap((item: unknown, i): readonly ItemProblem[] => {
		const { problems } = prepare(store, kind, item, verb, by);
		return problems === null ? [] : [{ request_id: ids[i] ?? '', errors: problems }];
	});
	if (errors.length > 0) throw validationFailed(errors);
	return store.together(() =>
		items.flatMap((item: unknown, i) => {
			// Anew, for the same entity may stand twice in one request.
			const { save } = prepare(store, kind, item, verb, by);
			return save === null ? [] : [{ entity: save(), requestId: ids[i] ?? '' }];
		}),
	);
}
