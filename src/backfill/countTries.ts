import type { Transport } from '../client/types';
import type { Tries } from './steps';

export interface CountedTransport {
	readonly transport: Transport;
	/** The tries since it was asked last. */
	take(): Tries;
}

/** The client repeats by itself; the budget must know of every try that left. */
export function countTries(transport: Transport): CountedTransport {
	let requests = 0;
	let limited = 0;
	return {
		transport: async (request) => {
			requests += 1;
			const response = await transport(request);
			if (response.status === 429) limited += 1;
			return response;
		},
		take() {
			const tries = { requests, limited };
			requests = 0;
			limited = 0;
			return tries;
		},
	};
}
