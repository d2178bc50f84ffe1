import { Readable } from 'node:stream';
import type { IBinaryData } from 'n8n-workflow';

/** Of one item; `stored` is what n8n keeps outside of it, by id. */
export interface BinaryInput {
	readonly binary?: Readonly<Record<string, Readonly<IBinaryData>>>;
	readonly stored?: Readonly<Record<string, Buffer>>;
}

/** n8n's helpers for binary data, as far as the node uses them. */
export function binaryHelpers({ binary = {}, stored = {} }: BinaryInput) {
	const kept = (id: string): Buffer => {
		const bytes = stored[id];
		if (!bytes) throw new Error(`nothing is stored under ${id}`);
		return bytes;
	};
	return {
		assertBinaryData: (itemIndex: number, field: string): Readonly<IBinaryData> => {
			const data = binary[field];
			if (data) return data;
			throw new Error(`expects a binary file '${field}', but none was found [item ${itemIndex}]`);
		},
		getBinaryMetadata: async (id: string) => ({ fileSize: kept(id).length }),
		getBinaryStream: async (id: string, size: number) => {
			const bytes = kept(id);
			const count = Math.ceil(bytes.length / size);
			return Readable.from(
				Array.from({ length: count }, (_piece, i) => bytes.subarray(i * size, (i + 1) * size)),
			);
		},
		prepareBinaryData: async (
			bytes: Buffer,
			fileName?: string,
			mimeType = 'application/octet-stream',
		): Promise<IBinaryData> => ({
			data: bytes.toString('base64'),
			mimeType,
			...(fileName ? { fileName } : {}),
		}),
	};
}
