import type { z } from 'zod';
import { problem, validationFailed, type FieldProblem, type ItemProblem } from '../problem';
import { problemOf } from './fieldProblems';
import { requestId } from './writeList';

type Schema<T> = z.ZodType<T, z.ZodTypeDef, unknown>;
type Check<T> = (input: T) => readonly FieldProblem[];

export interface ListItem<T> {
	readonly input: T;
	/** As amoCRM echoes it. */
	readonly requestId: string;
}

function problemsOf<T>(schema: Schema<T>, item: unknown, check: Check<T>): readonly FieldProblem[] {
	const parsed = schema.safeParse(item);
	return parsed.success ? check(parsed.data) : parsed.error.issues.map(problemOf);
}

/** All models of a write or, when one of them is wrong, a refusal that names every wrong one. */
export function readList<T>(
	body: unknown,
	max: number,
	schema: Schema<T>,
	check: Check<T>,
): ReadonlyArray<ListItem<T>> {
	if (!Array.isArray(body)) throw problem(400, 'Request data must be an array');
	if (body.length === 0) throw problem(400, 'Request data can not be empty');
	if (body.length > max) throw problem(422, `Limit ${max} per page`);
	const errors = body.flatMap((item: unknown, i): readonly ItemProblem[] => {
		const problems = problemsOf(schema, item, check);
		return problems.length > 0 ? [{ request_id: requestId(item, i), errors: problems }] : [];
	});
	if (errors.length > 0) throw validationFailed(errors);
	return body.map((item: unknown, i) => ({
		input: schema.parse(item),
		requestId: requestId(item, i),
	}));
}

/** The one model of a write to the address of an entity. */
export function readModel<T>(body: unknown, schema: Schema<T>, check: Check<T>): T {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw problem(400, 'Request data must be an object');
	}
	const [item] = readList([body], 1, schema, check);
	if (!item) throw problem(400, 'Request data can not be empty');
	return item.input;
}
