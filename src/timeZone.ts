/** The name of a time zone, e.g. `Europe/Moscow`; `from` says in the error where it was given. */
export function timeZoneOf(from: string, given: string): string {
	try {
		// An offset like +03:00, which newer versions of Node know too, means -03:00 to PostgreSQL.
		if (!/^[a-z]/i.test(given)) throw new RangeError(given);
		return new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
	} catch {
		throw new Error(`${from} "${given}" is not known: give a name such as Europe/Moscow.`);
	}
}
