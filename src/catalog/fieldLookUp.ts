import { FieldLookupError } from './accountField';

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
