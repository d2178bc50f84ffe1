/** Time as an argument, so that tests need not wait. Milliseconds. */
export interface Clock {
	readonly now: () => number;
	readonly sleep: (milliseconds: number) => Promise<void>;
}

/** Monotonic: a corrected system clock neither frees nor blocks a slot. */
export const systemClock: Clock = {
	now: () => performance.now(),
	sleep: async (milliseconds) => await new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
