/**
 * The fields of an owner are not there, or none of them is meant. Whoever has the account reads the
 * fields of `owner` anew and tries again; what remains after that is the user's error.
 */
export class FieldLookupError extends Error {
	constructor(
		/** `leads`, `catalogs/4521` */
		readonly owner: string,
		message: string,
		/** What there is instead, in a sentence; the message stands above it and is short. */
		readonly hint = '',
	) {
		super(message);
		this.name = 'FieldLookupError';
	}
}

/**
 * The result of `work`, which is tried again whenever it lacked the fields of an owner and `learn` could
 * learn more about them. Throws what `work` throws once `learn` says that there is no more to learn.
 */
export async function withFieldLookUp<T>(
	work: () => T,
	learn: (owner: string) => Promise<boolean>,
): Promise<T> {
	for (;;) {
		try {
			return work();
		} catch (error) {
			if (!(error instanceof FieldLookupError) || !(await learn(error.owner))) throw error;
		}
	}
}
