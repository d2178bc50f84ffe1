import type { RequestHandler } from 'express';
import type { Clock } from './clock';
import { problem, sendProblem } from './problem';

export const requestsPerSecond = 7;
/** Refusals within a minute after which the account is shut out; amoCRM does not publish its figure. */
const patience = 100;
const blockedForMs = 300_000;

export interface Throttle {
	readonly handler: RequestHandler;
	/** Requests a second from now on; null for any number. Forgets what was counted. */
	setLimit(perSecond: number | null): void;
	/** Forgets what was counted; amoCRM's own limit again. */
	reset(): void;
}

/** 7 requests in any second of real time; then 429, and 403 for five minutes of the clock if it goes on. */
export function createThrottle(clock: Clock): Throttle {
	let accepted: number[] = [];
	let refused: number[] = [];
	let blockedUntil = 0;
	let limit: number | null = requestsPerSecond;
	const setLimit = (perSecond: number | null): void => {
		limit = perSecond;
		accepted = [];
		refused = [];
		blockedUntil = 0;
	};
	return {
		setLimit,
		reset: () => setLimit(requestsPerSecond),
		handler(_request, response, next) {
			if (limit === null) {
				next();
				return;
			}
			const now = performance.now();
			if (clock.now() < blockedUntil) {
				response.status(403).type('text/html').send('403 Forbidden');
				return;
			}
			accepted = accepted.filter((at) => at > now - 1000);
			if (accepted.length < limit) {
				accepted.push(now);
				next();
				return;
			}
			refused = [...refused.filter((at) => at > now - 60_000), now];
			if (refused.length > patience) {
				blockedUntil = clock.now() + blockedForMs;
				refused = [];
			}
			const detail =
				'You have sent too many requests in a given amount of time. Please try again later.';
			sendProblem(response, problem(429, detail));
		},
	};
}
