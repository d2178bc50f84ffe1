import { AmoCrmError } from './errors';
import { inParts } from './inParts';
import { isRow, type Row } from './paginate';
import type { AmoCrmClient } from './types';

export interface Upload {
	/** `{driveUrl}/v1.0/sessions` */
	readonly path: string;
	/** `file_name`, and what else the user set. */
	readonly model: Readonly<Record<string, unknown>>;
	/** Bytes of the whole file. */
	readonly size: number;
	readonly contentType: string;
	readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

const unexpected = (path: string, message: string): AmoCrmError =>
	new AmoCrmError({
		code: 'unexpectedAnswer',
		status: 200,
		message,
		hint: 'Run it again: a file that is not complete does not show in amoCRM.',
		request: { method: 'POST', path },
	});

function tooLarge(size: number, most: number): AmoCrmError {
	return new AmoCrmError({
		code: 'badInput',
		status: 0,
		message: `The file has ${size} bytes, amoCRM takes at most ${most}`,
		hint: 'Nothing of it was sent.',
	});
}

/** Opens a session and sends the parts, each to the address that came with the last answer; the file. */
export async function upload(client: AmoCrmClient, file: Upload): Promise<Row> {
	const { path, size, contentType } = file;
	const opened = await client.send({
		method: 'POST',
		path,
		body: { ...file.model, file_size: size, content_type: contentType },
	});
	const session = isRow(opened.body) ? opened.body : {};
	const partSize = Number(session['max_part_size']);
	if (typeof session['upload_url'] !== 'string' || !(partSize > 0)) {
		throw unexpected(path, 'amoCRM opened no session for the upload');
	}
	const most = Number(session['max_file_size'] ?? Infinity);
	if (size > most) throw tooLarge(size, most);
	let address: string | null = session['upload_url'];
	for await (const body of inParts(file.bytes, partSize)) {
		if (address === null) throw unexpected(path, 'amoCRM ended the upload before its end');
		const answer = await client.send({ method: 'POST', path: address, body, contentType });
		const row: Row = isRow(answer.body) ? answer.body : {};
		if (typeof row['uuid'] === 'string') return row;
		address = typeof row['next_url'] === 'string' ? row['next_url'] : null;
	}
	throw unexpected(path, 'amoCRM took all parts of the file and named no file');
}
