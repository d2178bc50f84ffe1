/** Asks again until `check` returns something true; the last value stands in the error when time is up. */
export async function eventually<T>(
	what: string,
	check: () => Promise<T | false | null | undefined>,
	seconds = 60,
): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	let last: unknown;
	for (;;) {
		try {
			const value = await check();
			if (value) return value;
			last = value;
		} catch (error) {
			last = error;
		}
		if (Date.now() > deadline) {
			throw new Error(`${what}: not within ${seconds} s (last: ${String(last)})`);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}
