import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
};

export interface Pages {
	readonly url: string;
	close(): Promise<void>;
}

/** A site on loopback; `contentOf` a path (`/page.html`) is undefined where it has nothing. */
export async function startPageServer(
	contentOf: (path: string) => Buffer | string | undefined,
): Promise<Pages> {
	const server = createServer((request, response) => {
		const { pathname } = new URL(request.url ?? '/', 'http://pages');
		const content = contentOf(pathname);
		const type = types[extname(pathname)] ?? 'text/plain';
		response.writeHead(content === undefined ? 404 : 200, { 'content-type': type });
		response.end(content);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
