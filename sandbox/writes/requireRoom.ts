import { problem } from '../problem';

/** Before anything is written: half of a request is never carried out. */
export function requireRoom(present: number, items: unknown, most: number, what: string): void {
	const added = Array.isArray(items) ? items.length : 0;
	if (present + added > most) throw problem(422, `Limit ${most} ${what}`);
}
