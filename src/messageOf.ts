/** What a thrown value says: libraries throw strings and other values, too. */
export const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);
