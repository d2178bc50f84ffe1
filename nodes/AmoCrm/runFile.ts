import type { INodeExecutionData } from 'n8n-workflow';
import { AmoCrmError } from '../../src/client/errors';
import { isRow, type Row } from '../../src/client/paginate';
import { upload } from '../../src/client/upload';
import { eachItem, outputItem, plan, reader, toApiRequest, type Job } from './job';

/** The piece that n8n reads from its storage at a time. */
const readBytes = 262_144;

const fieldOf = (job: Job, itemIndex: number): string =>
	String(reader(job, itemIndex)('binaryPropertyName') ?? 'data');

/** Binary data stands in the item, or in n8n's storage under an id; then it is never whole in memory. */
async function bytesOf({ context }: Job, itemIndex: number, field: string) {
	const data = context.helpers.assertBinaryData(itemIndex, field);
	const common = { contentType: data.mimeType, fileName: data.fileName };
	if (data.id === undefined) {
		const bytes = Buffer.from(data.data, 'base64');
		return { ...common, size: bytes.length, bytes: [bytes] };
	}
	const [{ fileSize }, bytes] = await Promise.all([
		context.helpers.getBinaryMetadata(data.id),
		context.helpers.getBinaryStream(data.id, readBytes),
	]);
	return { ...common, size: fileSize, bytes };
}

/** The binary data of each item becomes a file. */
export const runUpload = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const { path, body } = await plan(job, itemIndex);
		const { fileName, ...file } = await bytesOf(job, itemIndex, fieldOf(job, itemIndex));
		if (file.size === 0) throw new Error('The file is empty');
		const name = body['file_name'] ?? fileName;
		if (!name) throw new Error('File Name is empty, and the binary data has none');
		const model = { ...body, file_name: name };
		return [outputItem(await upload(job.client, { ...file, path, model }), itemIndex)];
	});

const textAt = (row: unknown, name: string): string | undefined =>
	isRow(row) && typeof row[name] === 'string' && row[name] !== '' ? row[name] : undefined;

function namesOf(file: Row): { readonly fileName: string; readonly mimeType?: string } {
	const { metadata } = file;
	const extension = textAt(metadata, 'extension');
	const mimeType = textAt(metadata, 'mime_type');
	const name = textAt(file, 'name') ?? 'file';
	return {
		fileName: extension === undefined ? name : `${name}.${extension}`,
		...(mimeType === undefined ? {} : { mimeType }),
	};
}

/** The file of each item, with its bytes as binary data. */
export const runDownload = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const request = toApiRequest(await plan(job, itemIndex));
		const { body: file } = await job.client.send(request);
		const links = isRow(file) ? file['_links'] : undefined;
		const href = textAt(isRow(links) ? links['download'] : undefined, 'href');
		if (!isRow(file) || href === undefined) {
			throw new AmoCrmError({
				code: 'notFound',
				status: 404,
				message: 'amoCRM names no download of this file',
				hint: 'Check the UUID; a deleted file cannot be downloaded.',
				request,
			});
		}
		const { body: bytes } = await job.client.send({ method: 'GET', path: href, isBinary: true });
		const { fileName, mimeType } = namesOf(file);
		const data = await job.context.helpers.prepareBinaryData(bytes as Buffer, fileName, mimeType);
		return [{ ...outputItem(file, itemIndex), binary: { [fieldOf(job, itemIndex)]: data } }];
	});
