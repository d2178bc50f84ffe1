/** amoCRM's limit for an integration in an account. */
export const accountRequestsPerSecond = 7;

/** Fields of both credentials. */
export interface RequestBudget {
	/** What the account may get in a second, from all processes together. */
	readonly requestsPerSecond?: unknown;
	/** How many processes share it. */
	readonly processes?: unknown;
}

const positive = (value: unknown, fallback: number): number => {
	const number = Number(value);
	return Number.isFinite(number) && number > 0 ? number : fallback;
};

/**
 * Requests a second that one process may send, so that all of them together keep to the account's:
 * rounded down, because two processes of 3.5 would send four each in some seconds.
 */
export function requestShare({ requestsPerSecond, processes }: RequestBudget): number {
	const share =
		positive(requestsPerSecond, accountRequestsPerSecond) / Math.max(1, positive(processes, 1));
	return share >= 1 ? Math.floor(share) : share;
}
