/** What the AmoCRM node is given to do. */
export interface NodePlan {
	readonly createdLeads: number;
	/** Fewer: with a request each, 7 a second, 10,000 take 24 minutes. */
	readonly naiveLeads: number;
	/** In the account when all are read. */
	readonly returnedLeads: number;
	/** Looks at the memory while they are read. */
	readonly samples: number;
	/** How long amoCRM takes to answer a create. */
	readonly amoCrmMs: number;
}

/** How much is measured. Times in seconds. */
export interface Plan {
	readonly node: NodePlan;
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
	node: {
		createdLeads: 10_000,
		naiveLeads: 140,
		returnedLeads: 100_000,
		samples: 10,
		amoCrmMs: 100,
	},
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
	node: {
		createdLeads: 1000,
		naiveLeads: 21,
		returnedLeads: 10_000,
		samples: 5,
		amoCrmMs: 100,
	},
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

/** The load of the section `answers`, on either side. */
export const loadOf = (plan: Plan, leadIds: readonly number[]) => ({
	connections: plan.connections,
	warmUpSeconds: plan.warmUp,
	seconds: plan.seconds,
	leadIds,
});
