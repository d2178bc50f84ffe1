import { networkFault } from '../networkFault';
import { AmoCrmError } from './errors';
import type { ApiRequest } from './types';

/** The error of a request to amoCRM that got no answer. */
export function networkError(request: ApiRequest, error: unknown): AmoCrmError {
	const { code, words } = networkFault(error);
	return new AmoCrmError({
		code: 'network',
		status: 0,
		message: `amoCRM could not be reached: ${words}`,
		hint: 'Check the subdomain, the network and the proxy. A write may have been done if the connection broke after it was sent.',
		request: { method: request.method, path: request.path },
		...(code === null ? {} : { networkCode: code }),
	});
}
