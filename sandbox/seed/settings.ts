import type { Settings } from '../settings';

/** As a new account has them. */
export const newSettings = (): Settings => ({
	roles: new Map(),
	sources: new Map(),
});
