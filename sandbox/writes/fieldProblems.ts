import type { ZodIssue } from 'zod';
import type { FieldProblem } from '../problem';

export const notSupportedChoice = (path: string): FieldProblem => ({
	code: 'NotSupportedChoice',
	path,
	detail: 'The value you selected is not a valid choice.',
});

export const fieldMissing = (path: string): FieldProblem => ({
	code: 'FieldMissing',
	path,
	detail: 'This field is missing.',
});

export const invalidType = (path: string, type: string): FieldProblem => ({
	code: 'InvalidType',
	path,
	detail: `This value should be of type ${type}.`,
});

/** A failed shape in amoCRM's codes and dotted paths. */
export function problemOf(issue: ZodIssue): FieldProblem {
	const path = issue.path.join('.');
	if (issue.code === 'too_big') {
		return {
			code: 'TooLong',
			path,
			detail: `This value is too long. It should have ${String(issue.maximum)} characters or less.`,
		};
	}
	if (issue.code === 'invalid_type') {
		if (issue.received === 'undefined') return fieldMissing(path);
		return invalidType(path, issue.expected === 'number' ? 'integer' : issue.expected);
	}
	if (issue.code === 'invalid_enum_value' || issue.code === 'invalid_literal') {
		return notSupportedChoice(path);
	}
	return invalidType(path, 'scalar');
}
