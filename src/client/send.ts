import { storable } from '../storable';
import { systemClock, type Clock } from './clock';
import { AmoCrmError } from './errors';
import { networkError } from './networkError';
import { queryString } from './query';
import { accountRequestsPerSecond } from './requestShare';
import { responseError } from './responseError';
import { retryDelay } from './retry';
import { pauseAccount, throttled, type RefusePause } from './throttle';
import type { AmoCrmClient, ApiRequest, ApiResponse, Transport } from './types';

/** A pause longer than this is reported at once: an execution that sleeps for minutes looks hung. */
const longestPauseMs = 60_000;
const pauseOfBlockedAccountMs = 300_000;

export interface ClientOptions {
	readonly transport: Transport;
	/** Names the account; clients with the same key share one limit. */
	readonly accountKey: string;
	/** This process's share of the account's, see `requestShare`; all of it by default. */
	readonly requestsPerSecond?: number;
	readonly clock?: Clock;
	/** Aborted, nothing more is sent; what is under way is awaited, for a write may have been done. */
	readonly signal?: AbortSignal | undefined;
}

const isSuccess = ({ status }: ApiResponse): boolean => status >= 200 && status < 300;

/** One name with a NUL, which JSON allows, would keep PostgreSQL from storing the whole page, or the refusal. */
const withStorableBody = (answer: ApiResponse): ApiResponse =>
	Buffer.isBuffer(answer.body) ? answer : { ...answer, body: storable(answer.body).value };

const withQueryInPath = ({ query, path, ...request }: ApiRequest): ApiRequest => {
	const text = query ? queryString(query) : '';
	const url = text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
	return { ...request, path: url };
};

function restingError(request: ApiRequest, milliseconds: number): AmoCrmError {
	const seconds = Math.ceil(milliseconds / 1000);
	return new AmoCrmError({
		code: 'rateLimited',
		status: 429,
		message: `amoCRM asked this account to wait; ${seconds} s of it are left, so nothing was sent`,
		hint: `Run again in ${seconds} s. More requests before that can get the account blocked.`,
		request: { method: request.method, path: request.path },
		retryAfter: seconds,
	});
}

const stopped = ({ method, path }: ApiRequest): AmoCrmError =>
	new AmoCrmError({
		code: 'stopped',
		status: 0,
		message: 'Not sent, because the execution was stopped',
		hint: 'What was sent before stays as it is in amoCRM.',
		request: { method, path },
	});

/** The one way to amoCRM: the account's limit, repeats where a duplicate is impossible, one error type. */
export function createClient(options: ClientOptions): AmoCrmClient {
	const { transport, accountKey, clock = systemClock, signal } = options;
	const perSecond = options.requestsPerSecond ?? accountRequestsPerSecond;

	const attempt = async (request: ApiRequest): Promise<ApiResponse | AmoCrmError> => {
		// Again: the turn or a pause may have been long.
		if (signal?.aborted) return stopped(request);
		try {
			return withStorableBody(await transport(request));
		} catch (error) {
			return error instanceof AmoCrmError ? error : networkError(request, error);
		}
	};

	const rest = (error: AmoCrmError, tries: number): void => {
		if (error.status === 429) {
			pauseAccount(accountKey, (error.retryAfter ?? 2 ** (tries - 1)) * 1000, clock);
		} else if (error.code === 'blocked') {
			pauseAccount(accountKey, pauseOfBlockedAccountMs, clock);
		}
	};

	const send = async (request: ApiRequest): Promise<ApiResponse> => {
		const ready = withQueryInPath(request);
		const refusePause: RefusePause = (pause) =>
			pause > longestPauseMs ? restingError(ready, pause) : null;
		for (let tries = 1; ; tries += 1) {
			// Before the turn, which others of the account wait for.
			if (signal?.aborted) throw stopped(ready);
			const attemptInTurn = async (): Promise<ApiResponse | AmoCrmError> => {
				const result = await attempt(ready);
				if (!(result instanceof AmoCrmError) && isSuccess(result)) return result;
				const error = result instanceof AmoCrmError ? result : responseError(ready, result);
				// Inside the turn: whoever is next must see the pause.
				rest(error, tries);
				return error;
			};
			const answer = await throttled(accountKey, perSecond, clock, attemptInTurn, refusePause);
			if (!(answer instanceof AmoCrmError)) return answer;
			const delay = retryDelay({
				method: request.method,
				status: answer.status,
				...(answer.networkCode === null ? {} : { networkCode: answer.networkCode }),
				tries,
				retryAfter: answer.retryAfter,
			});
			if (delay === null) throw answer;
			await clock.sleep(delay);
		}
	};

	return { send };
}
