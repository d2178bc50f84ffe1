/** Something the person who started the stack can mend; its message is one clear sentence. */
export class Refusal extends Error {}

/** Turns the errors that a full disk or a missing right cause into a sentence; others pass as they are. */
export function explain(error: unknown): string {
	if (error instanceof Refusal) return error.message;
	const code = (error as NodeJS.ErrnoException | undefined)?.code;
	const path = (error as NodeJS.ErrnoException | undefined)?.path ?? 'the data folder';
	if (code === 'ENOSPC') return `The disk of ${path} is full: free some space and start again.`;
	if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
		return `${path} cannot be written: choose another folder with AMOCRM_DATA_DIR.`;
	}
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
