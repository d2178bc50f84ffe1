import { crc32 } from 'node:zlib';

/** Path in the archive, with `/` -> content. */
export type ArchiveFiles = ReadonlyMap<string, Buffer>;

const version = 20;
/** Names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, where the format's time begins: the same files make the same bytes. */
const date = 0x0021;

/** The fields that a file's own header and its row in the directory have in common. */
function fieldsOf(name: Buffer, content: Buffer): Buffer {
	const fields = Buffer.alloc(26);
	fields.writeUInt16LE(version, 0);
	fields.writeUInt16LE(flags, 2);
	// Method 0, stored: what deflate makes differs between versions of zlib.
	fields.writeUInt16LE(date, 8);
	fields.writeUInt32LE(crc32(content), 10);
	fields.writeUInt32LE(content.length, 14);
	fields.writeUInt32LE(content.length, 18);
	fields.writeUInt16LE(name.length, 22);
	return fields;
}

function directoryRow(name: Buffer, content: Buffer, offset: number): Buffer {
	const row = Buffer.alloc(46);
	row.writeUInt32LE(0x02014b50, 0);
	row.writeUInt16LE(version, 4);
	fieldsOf(name, content).copy(row, 6);
	row.writeUInt32LE(offset, 42);
	return Buffer.concat([row, name]);
}

function endOf(count: number, size: number, offset: number): Buffer {
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(count, 8);
	end.writeUInt16LE(count, 10);
	end.writeUInt32LE(size, 12);
	end.writeUInt32LE(offset, 16);
	return end;
}

/** A zip archive (PKWARE APPNOTE 6.3), nothing compressed; for a few small files. */
export function zip(files: ArchiveFiles): Buffer {
	const parts: Buffer[] = [];
	const rows: Buffer[] = [];
	let offset = 0;
	for (const [path, content] of files) {
		const name = Buffer.from(path);
		const signature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
		const part = Buffer.concat([signature, fieldsOf(name, content), name, content]);
		rows.push(directoryRow(name, content, offset));
		parts.push(part);
		offset += part.length;
	}
	const directory = Buffer.concat(rows);
	return Buffer.concat([...parts, directory, endOf(files.size, directory.length, offset)]);
}
