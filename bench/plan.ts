/** How much is measured. Times in seconds. */
export interface Plan {
	readonly connections: number;
	readonly warmUp: number;
	readonly seconds: number;
	/** Leads in the sandbox; an end-to-end run touches each once at most. */
	readonly leads: number;
	readonly naiveEvents: number;
	readonly ourEvents: number;
	readonly oldRows: number;
	/** Batches of 250 whose claims are timed. */
	readonly claims: number;
	readonly jobs: number;
}

export const connections = 50;

export const fullPlan: Plan = {
	connections,
	warmUp: 5,
	seconds: 20,
	leads: 3000,
	naiveEvents: 300,
	ourEvents: 3000,
	oldRows: 1_000_000,
	claims: 40,
	jobs: 20_000,
};

export const quickPlan: Plan = {
	connections,
	warmUp: 2,
	seconds: 4,
	leads: 1000,
	naiveEvents: 50,
	ourEvents: 1000,
	oldRows: 100_000,
	claims: 10,
	jobs: 2000,
};
