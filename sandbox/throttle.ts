import type { RequestHandler } from 'express';
import type { Clock } from './clock';
import { problem, sendProblem } from './problem';

export const requestsPerSecond = 7;
/** Refusals within a minute after which the account is shut out; amoCRM does not publish its figure. */
const patience = 100;
const blockedForMs = 300_000;

export interface Throttle {
	readonly handler: RequestHandler;
	reset(): void;
}

/** 7 requests in any second of real time; then 429, and 403 for five minutes of the clock if it goes on. */
export function createThrottle(clock: Clock): Throttle {
	let accepted: number[] = [];
	let refused: number[] = [];
	let blockedUntil = 0;
	return {
		reset() {
			accepted = [];
			refused = [];
			blockedUntil = 0;
		},
		handler(_request, response, next) {
			const now = performance.now();
			if (clock.now() < blockedUntil) {
				response.status(403).type('text/html').send('403 Forbidden');
				return;
			}
			accepted = accepted.filter((at) => at > now - 1000);
			if (accepted.length < requestsPerSecond) {
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
