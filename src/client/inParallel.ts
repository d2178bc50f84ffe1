/**
 * The results in the order of the inputs, with at most `width` under way. After a failure nothing more
 * is started; it is thrown when what is under way has ended.
 */
export async function inParallel<I, O>(
	inputs: readonly I[],
	width: number,
	perform: (input: I) => Promise<O>,
): Promise<readonly O[]> {
	const results: O[] = [];
	const waiting = inputs.entries();
	const failures: unknown[] = [];
	const worker = async (): Promise<void> => {
		for (const [index, input] of waiting) {
			if (failures.length > 0) return;
			try {
				results[index] = await perform(input);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(width, inputs.length) }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
}
