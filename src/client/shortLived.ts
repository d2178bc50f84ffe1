interface Kept<T> {
	readonly value: Promise<T>;
	readonly until: number;
}

export interface ShortLived<T> {
	/** What was read at most `ms` ago, else what `read` gives now; `isRead` says which. */
	readonly get: (
		key: string,
		read: () => Promise<T>,
	) => { readonly value: Promise<T>; readonly isRead: boolean };
	/** What `read` gives now, for those who ask next, too. */
	readonly renew: (key: string, read: () => Promise<T>) => Promise<T>;
}

/** Keeps for a short time what is asked for often and changes seldom. */
export function shortLived<T>(ms: number): ShortLived<T> {
	const kept = new Map<string, Kept<T>>();
	const renew = async (key: string, read: () => Promise<T>): Promise<T> => {
		const now = performance.now();
		for (const [name, { until }] of kept) if (until <= now) kept.delete(name);
		const value = read();
		kept.set(key, { value, until: now + ms });
		// A refusal is asked anew, not remembered.
		value.catch(() => {
			if (kept.get(key)?.value === value) kept.delete(key);
		});
		return await value;
	};
	return {
		renew,
		get: (key, read) => {
			const known = kept.get(key);
			return known && known.until > performance.now()
				? { value: known.value, isRead: false }
				: { value: renew(key, read), isRead: true };
		},
	};
}
