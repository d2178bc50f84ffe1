/** What the load generator is asked to do; travels as JSON on its standard input. */
export interface LoadJob {
	readonly url: string;
	readonly connections: number;
	/** Answers before this are not counted. */
	readonly warmUpSeconds: number;
	/** Counted time; or `amount` requests in all, the first answer to the last. */
	readonly seconds?: number;
	readonly amount?: number;
	/** Taken in turn. */
	readonly leadIds: readonly number[];
	/** Every request carries a number of its own from here on, as the lead's price. */
	readonly firstSerial: number;
}

/** What it saw; travels as JSON on its standard output. */
export interface LoadReport {
	readonly answersPerSecond: number;
	/** Null when nothing was answered in the counted time. */
	readonly p50Ms: number | null;
	readonly p99Ms: number | null;
	/** Unix milliseconds of the first request sent. */
	readonly startedAt: number;
	/** Serials of the requests that were answered 200, the warm-up's too. */
	readonly answeredSerials: readonly number[];
	/** Answers other than 200. */
	readonly refused: number;
	/** Cut connections and answers that took more than ten seconds. */
	readonly failed: number;
}
