/** The same numbers for the same seed (mulberry32), so that a seeded account or a bulk run repeats. */
export function createRandom(seed: number) {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	return {
		/** A whole number from 0 to `below` - 1. */
		below: (below: number): number => Math.floor(next() * below),
		pick<T>(items: readonly T[]): T {
			const item = items[Math.floor(next() * items.length)];
			if (item === undefined) throw new RangeError('pick: nothing to pick from');
			return item;
		},
	};
}

export type Random = ReturnType<typeof createRandom>;
