import { z } from 'zod';
import type { Data } from '../data';
import type { User } from '../user';
import type { FieldProblem } from '../problem';
import { nothing } from '../rights';
import { usersGroup } from '../seed/users';
import { notSupportedChoice } from './fieldProblems';
import { mergeRights, rightsInput, rightsProblems } from './rights';

export const newUser = z.object({
	name: z
		.string()
		.max(50)
		.regex(/^[\p{L}\p{N} .@_-]*[\p{L}\p{N}.@_-][\p{L}\p{N} .@_-]*$/u),
	email: z.string().email(),
	password: z
		.string()
		.min(6)
		.regex(/\d/)
		.regex(/\p{Ll}/u)
		.regex(/\p{Lu}/u),
	lang: z.enum(['en', 'es', 'pt', 'ru']).optional(),
	rights: rightsInput
		.extend({
			is_admin: z.boolean().optional(),
			is_free: z.boolean().optional(),
			role_id: z.number().int().nullish(),
			group_id: z.number().int().nullish(),
		})
		.optional(),
});

export type NewUser = z.infer<typeof newUser>;

export function newUserProblems(data: Data, { email, rights }: NewUser): readonly FieldProblem[] {
	const { role_id, group_id } = rights ?? {};
	const taken: FieldProblem = {
		code: 'NotUnique',
		path: 'email',
		detail: 'A user with this email is in the account already.',
	};
	const isUnknownRole = typeof role_id === 'number' && !data.settings.roles.has(role_id);
	const isUnknownGroup = typeof group_id === 'number' && group_id !== usersGroup.id;
	return [
		...(data.users.some((user) => user.email === email) ? [taken] : []),
		...(isUnknownRole ? [notSupportedChoice('rights.role_id')] : []),
		...(isUnknownGroup ? [notSupportedChoice('rights.group_id')] : []),
		...rightsProblems(data, rights ?? {}),
	];
}

/** A role or being a free user wins over single rights. */
export function userOf(data: Data, id: number, { name, email, lang, rights = {} }: NewUser): User {
	const { is_admin = false, is_free = false, group_id = null } = rights;
	const role = is_free ? undefined : data.settings.roles.get(rights.role_id ?? -1);
	return {
		id,
		name,
		email,
		is_admin,
		access: {
			lang: lang ?? 'ru',
			rights: role?.rights ?? mergeRights(data, nothing, is_free ? {} : rights),
			is_free,
			is_active: true,
			group_id: is_free ? null : group_id,
			role_id: role?.id ?? null,
		},
	};
}
