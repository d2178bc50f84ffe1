import type { Data } from '../data';
import type { EntityKind } from '../entities';
import type { FieldProblem } from '../problem';
import { notSupportedChoice } from './fieldProblems';

/** The named members that are ids of nobody; 0 is the robot, who is responsible for nothing. */
export const unknownUsers = (
	data: Data,
	input: Readonly<Record<string, unknown>>,
	names: readonly string[],
): readonly FieldProblem[] =>
	names
		.filter((name) => {
			const id = input[name];
			if (id === undefined || (id === 0 && name !== 'responsible_user_id')) return false;
			return !data.users.some((user) => user.id === id);
		})
		.map(notSupportedChoice);

export const isLive = (data: Data, kind: EntityKind, id: number): boolean =>
	data[kind].get(id)?.is_deleted === false;
