import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../src/client/clock';
import type { ApiRequest, ApiResponse, Transport } from '../../src/client/types';

/** A recorded or documented body of amoCRM, from tests/fixtures/api. */
export const apiFixture = (name: string): unknown =>
	JSON.parse(readFileSync(join(__dirname, '../fixtures/api', `${name}.json`), 'utf8'));

export const answer = (
	status: number,
	body: unknown = '',
	headers: ApiResponse['headers'] = {},
): ApiResponse => ({ status, headers, body });

export type Step = ApiResponse | Error | ((request: ApiRequest) => ApiResponse);

export interface Script {
	readonly transport: Transport;
	readonly requests: readonly ApiRequest[];
}

/** A transport that gives the answers in order and remembers what it was asked. */
export function script(...steps: readonly Step[]): Script {
	const requests: ApiRequest[] = [];
	const transport: Transport = async (request) => {
		const step = steps[requests.length];
		requests.push(request);
		if (!step) throw new Error(`the script has no answer to request ${requests.length}`);
		if (step instanceof Error) throw step;
		return typeof step === 'function' ? step(request) : step;
	};
	return { transport, requests };
}

export interface VirtualClock extends Clock {
	/** Lets time pass, without waiting, until the promise is settled. */
	readonly until: <T>(promise: Promise<T>) => Promise<T>;
}

export function virtualClock(): VirtualClock {
	let now = 0;
	let timers: Array<{ readonly at: number; readonly ring: () => void }> = [];
	return {
		now: () => now,
		sleep: async (milliseconds) =>
			await new Promise((ring) => timers.push({ at: now + milliseconds, ring })),
		until: async (promise) => {
			let isSettled = false;
			promise.then(
				() => (isSettled = true),
				() => (isSettled = true),
			);
			for (;;) {
				await new Promise((resolve) => setImmediate(resolve));
				if (isSettled) return await promise;
				const next = timers.reduce((first, timer) => (timer.at < first.at ? timer : first), {
					at: Infinity,
					ring: () => undefined,
				});
				if (next.at === Infinity) throw new Error('nothing will happen any more');
				timers = timers.filter((timer) => timer !== next);
				now = Math.max(now, next.at);
				next.ring();
			}
		},
	};
}

let accounts = 0;

/** Lanes are shared by the process: each test takes an account of its own. */
export const newAccountKey = (): string => `https://test-${(accounts += 1)}.amocrm.ru`;

/** The values of one name in the query of a request, brackets and all. */
export const queryValues = (request: ApiRequest | undefined, name: string): readonly string[] =>
	new URLSearchParams((request?.path ?? '').split('?')[1] ?? '').getAll(name);
