export interface Attempt {
	/** Unix milliseconds of real time. */
	readonly at: number;
	/** 0 when there was no answer. */
	readonly status: number;
	readonly ms: number;
	readonly error: string | null;
}

export type DeliveryState = 'pending' | 'delivered' | 'failed';

/** One body for one destination, and how its sending went. */
export interface Delivery {
	readonly id: number;
	/** `X-Amocrm-Requestid`: the same on every attempt. */
	readonly requestId: string;
	/** Null for a raw body sent by the control API. */
	readonly subscriptionId: number | null;
	readonly destination: string;
	/** `leads[status]`, for people. */
	readonly events: readonly string[];
	readonly entityIds: readonly (number | string)[];
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly createdAt: number;
	readonly attempts: readonly Attempt[];
	readonly state: DeliveryState;
	/** Clock milliseconds of the next attempt; null when none is waited for. */
	readonly nextAt: number | null;
}

const minute = 60_000;

const isServerError = (status: number): boolean =>
	status === 499 || (status >= 500 && status < 600);

export const isAccepted = (status: number): boolean => status >= 100 && status < 300;

/**
 * How long amoCRM waits after `made` attempts, the last answered with `status`; null: it gives up.
 * Attempts 4 and 5 exist for server errors only.
 */
export function pauseBefore(made: number, status: number): number | null {
	if (made === 1) return 5 * minute;
	if (made === 2) return 15 * minute;
	if (made === 3 && isServerError(status)) return 15 * minute;
	if (made === 4 && isServerError(status)) return 60 * minute;
	return null;
}

/** The destination without what makes it a secret. */
export const masked = (destination: string): string =>
	destination.replace(/([?&][^=&]*)=[^&]*/g, '$1=***');
