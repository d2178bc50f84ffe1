import type { IncomingMessage } from 'node:http';

/** The whole body, or null as soon as it is larger than the limit. Rejects when the sender hangs up. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | null> {
	if (Number(request.headers['content-length'] ?? 0) > limitBytes) return Promise.resolve(null);
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > limitBytes) resolve(null);
			else chunks.push(chunk);
		});
		request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
		request.on('error', reject);
	});
}
