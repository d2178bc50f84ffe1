import type { MemoryBesideRows } from './node/memoryBesideRows';

/** One load on one address. */
export interface Answers {
	readonly perSecond: number;
	/** Null when nothing was answered in the counted time. */
	readonly p50Ms: number | null;
	readonly p99Ms: number | null;
	/** Answered with 200, the warm-up's too. */
	readonly answered: number;
	/** Of these, events that PostgreSQL does not hold afterwards: anything but 0 is a loss. */
	readonly lost: number;
	/** Other answers, cut connections, answers after ten seconds. */
	readonly failed: number;
	/** VmHWM of the answering process. */
	readonly peakMegabytes: number;
}

/** From the first webhook until the last deal is stored and Jarvis was told. */
export interface EndToEnd {
	readonly events: number;
	/** How many of them became a stored deal and a call to Jarvis. */
	readonly arrived: number;
	readonly seconds: number;
	/** Of those that arrived. */
	readonly eventsPerSecond: number;
	readonly apiRequestsPer1000: number;
	/** Null where there is no /proc. */
	readonly cpuMsPerEvent: CpuCost | null;
	readonly statementsPerEvent: number;
}

export interface CpuCost {
	/** With its task runner, and the receiver where one answers. */
	readonly n8n: number;
	readonly postgres: number;
}

export interface ClaimCost {
	/** Open events when the first batch was claimed. */
	readonly waiting: number;
	readonly oldRows: number;
	/** Median time of claiming 250 events. */
	readonly claimMs: number;
	readonly completeMs: number;
}

export interface QueueResult {
	readonly queue: string;
	readonly jobs: number;
	/** Jobs a second. */
	readonly insertedSingly: number;
	readonly insertedInBulk: number;
	readonly workedOff: number;
}

/** Leads made out of items. */
export interface LeadsCreated {
	readonly leads: number;
	/** How many of them the account had afterwards. */
	readonly arrived: number;
	readonly requests: number;
	readonly seconds: number;
	readonly cpuSeconds: number;
	/** Resident before the first item. */
	readonly startMegabytes: number;
	/** The most the process ever had resident. */
	readonly peakMegabytes: number;
}

/** Return All over an account. */
export interface LeadsReturned extends MemoryBesideRows {
	/** In the account. */
	readonly leads: number;
	readonly rows: number;
	readonly requests: number;
	readonly seconds: number;
	readonly startMegabytes: number;
	readonly peakMegabytes: number;
}

export interface NodeResults {
	/** Under amoCRM's 7 requests a second; naive with fewer leads. */
	readonly create: { readonly naive: LeadsCreated; readonly ours: LeadsCreated };
	/** As many leads on both sides. */
	readonly createWithoutLimit: { readonly naive: LeadsCreated; readonly ours: LeadsCreated };
	readonly returnAll: LeadsReturned;
}

/** What was measured; a section that was not asked for is missing. */
export interface Results {
	readonly answers?: {
		readonly naive: Answers;
		readonly naiveWithOurSettings: Answers;
		readonly trigger: Answers;
		readonly triggerStoring: Answers;
		readonly receiver: Answers;
	};
	readonly endToEnd?: {
		readonly naive: EndToEnd;
		readonly naiveWithLimit: EndToEnd;
		readonly ours: EndToEnd;
		/** The receiver answers, n8n works off. */
		readonly oursBehindReceiver: EndToEnd;
	};
	readonly bigTable?: {
		readonly empty: ClaimCost;
		readonly full: ClaimCost;
		/** Fewer events, in a table without statistics. */
		readonly neverAnalyzed: ClaimCost;
		readonly trigger: Answers;
		readonly receiver: Answers;
	};
	readonly queues?: readonly QueueResult[];
	readonly node?: NodeResults;
}
