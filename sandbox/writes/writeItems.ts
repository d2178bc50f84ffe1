import type { z } from 'zod';
import { problem, validationFailed, type FieldProblem, type ItemProblem } from '../problem';
import { problemOf } from './fieldProblems';
import { perRequest, requestId } from './writeMany';

export interface WrittenItem<T> {
	readonly row: T;
	/** The client's, as it came; amoCRM echoes it. */
	readonly requestId: string;
}

/** How to save one item, or what is wrong with it. */
export type Check<T> = (item: unknown) => (() => T) | readonly FieldProblem[];

/** A check of items of this shape; another shape is told in amoCRM's words. */
export const shaped =
	<I, T>(
		schema: z.ZodType<I>,
		check: (input: I) => (() => T) | readonly FieldProblem[],
	): Check<T> =>
	(item) => {
		const parsed = schema.safeParse(item);
		return parsed.success ? check(parsed.data) : parsed.error.issues.map(problemOf);
	};

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What the client sent, without what it left out. */
export const given = <T extends object>(input: T): Given<T> =>
	Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<T>;

/** Writes all items of a list or, when one of them is wrong, none; the problem names every wrong item. */
export function writeItems<T>(items: unknown, check: Check<T>): ReadonlyArray<WrittenItem<T>> {
	if (!Array.isArray(items)) throw problem(400, 'Request data must be an array');
	if (items.length === 0) throw problem(400, 'Request data can not be empty');
	if (items.length > perRequest) throw problem(422, `Limit ${perRequest} per page`);
	const errors = items.flatMap((item: unknown, i): readonly ItemProblem[] => {
		const checked = check(item);
		return typeof checked === 'function'
			? []
			: [{ request_id: requestId(item, i), errors: checked }];
	});
	if (errors.length > 0) throw validationFailed(errors);
	return items.map((item: unknown, i) => {
		// Anew, for what an earlier item of this request made counts for the next.
		const checked = check(item);
		if (typeof checked === 'function') return { row: checked(), requestId: requestId(item, i) };
		throw validationFailed([{ request_id: requestId(item, i), errors: checked }]);
	});
}

/** One object at the address of its id: the same rules as in a list. */
export function writeItem<T>(body: unknown, id: number | null, check: Check<T>): T {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw problem(400, 'Request data must be an object');
	}
	const [written] = writeItems([id === null ? body : { ...body, id }], check);
	if (!written) throw problem(400, 'Request data can not be empty');
	return written.row;
}
