/** Whose credential it is, as `GET /api/v4/account` tells. */
export interface Account {
	readonly accountId: number;
	/** The user whose changes "Ignore Own Changes" leaves out. */
	readonly userId: number;
}

/** What it takes to answer the webhooks of one published trigger, in n8n or outside it. */
export interface Endpoint {
	/** Whose events these are: one queue for each trigger node. */
	readonly queue: string;
	/** Null while amoCRM could not be asked; then every account's events are taken. */
	readonly account: Account | null;
	readonly bodyLimitBytes: number;
	readonly dedupeWindowSeconds: number;
	/** Event names that start the workflow; empty means every event. */
	readonly events: readonly string[];
	readonly pipelines: readonly number[];
	readonly statuses: readonly number[];
	readonly ignoreOwnChanges: boolean;
}
