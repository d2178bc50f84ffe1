/** The amoCRM account that both sides talk to. */
export interface Account {
	readonly url: string;
	readonly token: string;
}

/** Creates leads with the AmoCRM node. */
export interface CreateTask {
	readonly kind: 'create';
	readonly leads: number;
	/** The credential's limit. */
	readonly requestsPerSecond: number;
}

/** Creates leads as n8n's HTTP Request node does. */
export interface CreateNaivelyTask {
	readonly kind: 'createNaively';
	readonly leads: number;
	/** Its option "Batching". */
	readonly itemsPerBatch: number;
	readonly batchIntervalMs: number;
}

/** Return All of Lead: Get Many. */
export interface ReturnAllTask {
	readonly kind: 'returnAll';
	readonly requestsPerSecond: number;
	/** The memory is looked at when every so many pages have come. */
	readonly pagesPerSample: number;
}

export type NodeTask = CreateTask | CreateNaivelyTask | ReturnAllTask;

/** What the measured process is asked to do; travels as JSON on its standard input. */
export interface NodeJob {
	readonly account: Account;
	readonly task: NodeTask;
}

/** After a garbage collection: memory that is in use. */
export interface PageMemory {
	/** From 1; its answer has come, its rows are not among the node's items yet. */
	readonly page: number;
	readonly usedMegabytes: number;
}

/** What Return All kept in memory. */
export interface ReturnAllMemory {
	readonly pages: readonly PageMemory[];
	/** With all rows, and after they were let go. */
	readonly withRowsMegabytes: number;
	readonly withoutRowsMegabytes: number;
}

/** What it measured; travels as JSON on its standard output. */
export interface NodeReport {
	/** Items that came out and are no errors. */
	readonly items: number;
	readonly seconds: number;
	readonly cpuSeconds: number;
	/** Resident before the work began: Node.js and the code. */
	readonly startMegabytes: number;
	/** The most the process ever had resident. */
	readonly peakMegabytes: number;
	/** Of a run with Return All. */
	readonly memory: ReturnAllMemory | null;
}
