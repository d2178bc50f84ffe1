import type { User } from '../user';

/** Who the control API and the page act as: a person in the account. */
export const personUserId = 9_000_001;
/** Whose token the integration holds; not the person, so that "own changes" can be told apart. */
export const integrationUserId = 9_000_003;

/** The one group of the account, in which everybody is. */
export const usersGroup = { id: 0, name: 'Отдел продаж', uuid: null };

export const users: readonly User[] = [
	{ id: personUserId, name: 'Мария Тестова', email: 'maria@example.com', is_admin: true },
	{ id: 9_000_002, name: 'Олег Примеров', email: 'oleg@example.com', is_admin: false },
	{ id: integrationUserId, name: 'Integration', email: 'integration@example.com', is_admin: true },
];
