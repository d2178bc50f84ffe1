import { z } from 'zod';
import type { FieldBranch, FieldEnum } from '../field';
import type { FieldProblem } from '../problem';
import type { Store } from '../store';
import { notSupportedChoice } from './fieldProblems';

const id = z.number().int();
const requestId = z.union([z.string(), z.number()]);

export const enumInput = z.object({
	id: id.optional(),
	value: z.string().min(1),
	sort: z.number().int().optional(),
	code: z.string().nullish(),
});

export const branchInput = z.object({
	id: id.optional(),
	parent_id: id.nullish(),
	value: z.string().min(1),
	sort: z.number().int().optional(),
	/** Names a branch that has no id yet. */
	request_id: requestId.optional(),
	parent_request_id: requestId.optional(),
});
type BranchInput = z.infer<typeof branchInput>;

/** The list that stands in the request replaces the old one: what has no id there is new. */
export const enumsOf = (
	store: Store,
	inputs: ReadonlyArray<z.infer<typeof enumInput>>,
): readonly FieldEnum[] =>
	inputs.map(({ id: known, value, sort, code }, i) => ({
		id: known ?? store.nextId(),
		value,
		sort: sort ?? i,
		...(code == null ? {} : { code }),
	}));

/** Branches under a branch that the request does not hold. */
export function branchProblems(inputs: readonly BranchInput[]): readonly FieldProblem[] {
	const ids = new Set(inputs.flatMap((one) => one.id ?? []));
	const requestIds = new Set(inputs.flatMap((one) => one.request_id ?? []));
	return inputs.flatMap(({ parent_id, parent_request_id }, i) => [
		...(parent_id == null || ids.has(parent_id)
			? []
			: [notSupportedChoice(`nested.${i}.parent_id`)]),
		...(parent_request_id === undefined || requestIds.has(parent_request_id)
			? []
			: [notSupportedChoice(`nested.${i}.parent_request_id`)]),
	]);
}

/** A whole tree in one request: new branches hang below each other by `parent_request_id`. */
export function branchesOf(store: Store, inputs: readonly BranchInput[]): readonly FieldBranch[] {
	const numbered = inputs.map((input) => ({ ...input, id: input.id ?? store.nextId() }));
	const idOf = new Map(numbered.map(({ request_id, id: own }) => [request_id, own]));
	return numbered.map(({ id: own, parent_id, parent_request_id, value, sort }, i) => ({
		id: own,
		parent_id:
			parent_request_id === undefined ? (parent_id ?? null) : (idOf.get(parent_request_id) ?? null),
		value,
		sort: sort ?? i,
	}));
}
