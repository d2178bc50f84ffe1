import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AddressProvider {
	readonly url: string;
	/** Each question with the header it came with. */
	readonly asked: Array<{ readonly query: string; readonly authorization: string }>;
	/** A status with this body instead of suggestions; null: suggestions again. */
	failWith(failure: { readonly status: number; readonly body: string } | 'hang' | null): void;
	close(): Promise<void>;
}

const addresses = [
	'г Москва, ул Хабаровская',
	'г Москва, ул Хабаровская, д 12',
	'г Хабаровск, ул Ленина, д 5',
	'г Орёл, ул Лескова, д 1',
];

async function bodyOf(request: IncomingMessage): Promise<{ query: string; count: number }> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString()) as { query: string; count: number };
}

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

/** Answers like DaData's suggest/address, from four addresses. */
export async function startAddressProvider(): Promise<AddressProvider> {
	const asked: AddressProvider['asked'] = [];
	let failure: Parameters<AddressProvider['failWith']>[0] = null;
	const server = createServer(async (request, response) => {
		const { query, count } = await bodyOf(request);
		asked.push({ query, authorization: request.headers.authorization ?? '' });
		if (failure === 'hang') return;
		if (failure) {
			const type = failure.body.startsWith('{') ? 'application/json' : 'text/html';
			response.writeHead(failure.status, { 'content-type': type }).end(failure.body);
			return;
		}
		const suggestions = addresses
			.filter((value) => plain(value).includes(plain(query)))
			.slice(0, count)
			.map((value) => ({
				value,
				unrestricted_value: `101000, ${value}`,
				data: { postal_code: '101000', fias_level: '8' },
			}));
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify({ suggestions }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/suggest/address`,
		asked,
		failWith: (next) => (failure = next),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
