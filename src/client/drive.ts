import { ownUrl } from './ownUrl';
import { isRow } from './paginate';
import type { AmoCrmClient, ApiRequest } from './types';

/** Where a path begins with it, the files service of the account is meant. */
const driveUrl = '{driveUrl}';

/**
 * A client that also reaches the files service: by `{driveUrl}`, which the account is asked for once, and
 * by the whole addresses of uploads and downloads that the service gives. Other hosts are refused.
 */
export function withDrive(client: AmoCrmClient, baseUrl: string): AmoCrmClient {
	let asked: Promise<string> | undefined;

	const ask = async (): Promise<string> => {
		const query = { with: 'drive_url' };
		const { body } = await client.send({ method: 'GET', path: '/api/v4/account', query });
		return ownUrl(baseUrl, isRow(body) ? body['drive_url'] : undefined).origin;
	};

	const addressed = async (request: ApiRequest): Promise<ApiRequest> => {
		if (request.path.startsWith(driveUrl)) {
			asked ??= ask();
			return { ...request, origin: await asked, path: request.path.slice(driveUrl.length) };
		}
		if (request.path.startsWith('/')) return request;
		const { origin, pathname, search } = ownUrl(baseUrl, request.path);
		return { ...request, origin, path: `${pathname}${search}` };
	};

	return { send: async (request) => await client.send(await addressed(request)) };
}
