import { problem, validationFailed, type FieldProblem, type ItemProblem } from '../problem';
import type { Store } from '../store';

/** A write that passed every check and only needs to be saved. */
export type Prepared<T> =
	| { readonly save: () => T; readonly problems: null }
	| { readonly save: null; readonly problems: readonly FieldProblem[] };

export interface Saved<T> {
	readonly result: T;
	/** The client's, else the position in the request. */
	readonly requestId: string;
}

const perRequest = 250;

function requestId(item: unknown, i: number): string {
	const id =
		typeof item === 'object' && item !== null && 'request_id' in item ? item.request_id : i;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : String(i);
}

/** Writes all items or, when one of them is wrong, none; the problem names every wrong item. */
export function writeList<T>(
	store: Store,
	items: unknown,
	prepare: (item: unknown) => Prepared<T>,
): ReadonlyArray<Saved<T>> {
	if (!Array.isArray(items)) throw problem(400, 'Request data must be an array');
	if (items.length === 0) throw problem(400, 'Request data can not be empty');
	if (items.length > perRequest) throw problem(422, `Limit ${perRequest} per page`);
	const ids = items.map(requestId);
	const errors = items.flatMap((item: unknown, i): readonly ItemProblem[] => {
		const { problems } = prepare(item);
		return problems === null ? [] : [{ request_id: ids[i] ?? '', errors: problems }];
	});
	if (errors.length > 0) throw validationFailed(errors);
	return store.together(() =>
		items.flatMap((item: unknown, i) => {
			// Anew, for the same entity may stand twice in one request.
			const { save } = prepare(item);
			return save === null ? [] : [{ result: save(), requestId: ids[i] ?? '' }];
		}),
	);
}
