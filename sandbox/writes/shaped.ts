import type { z } from 'zod';
import { problem, type FieldProblem } from '../problem';
import type { Store } from '../store';
import { problemOf } from './fieldProblems';
import { writeList, type Prepared } from './writeList';

export type Check<T> = (item: unknown) => Prepared<T>;

/** A check of items of this shape, which says how to save one or what is wrong with it. */
export const shaped =
	<I, T>(
		schema: z.ZodType<I>,
		check: (input: I) => (() => T) | readonly FieldProblem[],
	): Check<T> =>
	(item) => {
		const parsed = schema.safeParse(item);
		if (!parsed.success) return { save: null, problems: parsed.error.issues.map(problemOf) };
		const checked = check(parsed.data);
		return typeof checked === 'function'
			? { save: checked, problems: null }
			: { save: null, problems: checked };
	};

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What the client sent, without what it left out. */
export const given = <T extends object>(input: T): Given<T> =>
	Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<T>;

/** One object instead of a list, by the same rules; at an address with an id that id counts. */
export function writeObject<T>(store: Store, body: unknown, id: number | null, check: Check<T>): T {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw problem(400, 'Request data must be an object');
	}
	const [saved] = writeList(store, [id === null ? body : { ...body, id }], check);
	if (!saved) throw problem(400, 'Request data can not be empty');
	return saved.result;
}
