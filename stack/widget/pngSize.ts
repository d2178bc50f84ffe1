const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** `400x272`; null for what is no PNG. */
export function pngSize(content: Buffer): string | null {
	if (content.length < 24 || !content.subarray(0, 8).equals(signature)) return null;
	return `${content.readUInt32BE(16)}x${content.readUInt32BE(20)}`;
}
