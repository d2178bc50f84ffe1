const windowMs = 1_000;
const slotMs = 100;
const slots = windowMs / slotMs;

export interface CallRate {
	/** One more call has come. */
	count(): void;
	/** How many came within the last second. */
	lastSecond(): number;
}

/**
 * Counts calls over a second that slides in tenths. What is under way at one moment says little: a call
 * spends most of its time in n8n before it reaches us. `now` is in milliseconds and never goes back.
 */
export function createCallRate(now: () => number = () => performance.now()): CallRate {
	const counts = new Array<number>(slots).fill(0);
	let newest = 0;
	const moveOn = (): number => {
		const slot = Math.floor(now() / slotMs);
		for (let past = Math.max(newest + 1, slot - slots + 1); past <= slot; past += 1) {
			counts[past % slots] = 0;
		}
		newest = Math.max(newest, slot);
		return newest % slots;
	};
	return {
		count() {
			const slot = moveOn();
			counts[slot] = (counts[slot] ?? 0) + 1;
		},
		lastSecond() {
			moveOn();
			return counts.reduce((sum, count) => sum + count, 0);
		},
	};
}
