import type { Rights } from './rights';

export interface User {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly is_admin: boolean;
	/** What was set through the API; without it everything is allowed. */
	readonly access?: UserAccess;
}

export interface UserAccess {
	readonly lang: string;
	readonly rights: Rights;
	readonly is_free: boolean;
	readonly is_active: boolean;
	readonly group_id: number | null;
	readonly role_id: number | null;
}
