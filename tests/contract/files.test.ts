import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData } from 'n8n-workflow';
import { run } from '../../nodes/AmoCrm/run';
import type { BinaryInput } from '../support/binaryHelpers';
import { executeContext, fetchHttp } from '../support/executeContext';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

beforeEach(async () => {
	await box.control.post('/reset');
	await box.control.post('/limit', { requestsPerSecond: 100_000 });
	await box.control.delete('/requests');
});

const perform = async (
	operation: string,
	parameters: Readonly<Record<string, unknown>>,
	input: BinaryInput = {},
): Promise<INodeExecutionData> => {
	const context = executeContext({
		parameters: { resource: 'file', operation, binaryPropertyName: 'data', ...parameters },
		credential: {
			domain: 'sandbox',
			sandboxUrl: box.sandbox.url,
			accessToken: sandboxToken,
			requestsPerSecond: 100_000,
		},
		http: fetchHttp,
		...input,
	});
	const [[item] = []] = await run(context);
	if (!item) throw new Error('the node gave no item');
	return item;
};

const bytes = randomBytes(1_300_001);
const inStorage: BinaryInput = {
	binary: { data: { id: 'b1', data: 'filesystem-v2', mimeType: 'image/png', fileName: 'a.b.png' } },
	stored: { b1: bytes },
};
const requests = async (): Promise<ReadonlyArray<{ readonly path: string }>> =>
	(await box.control.get('/requests')).data;

it('gives back the bytes that n8n kept outside of the item, sent in three parts', async () => {
	const { json } = await perform('upload', {}, inStorage);
	const parts = (await requests()).filter(({ path }) => path.includes('/sessions/upload/'));
	const { binary } = await perform('download', { uuid: json['uuid'] });
	const sha = (data: Buffer) => createHash('sha256').update(data).digest('hex');
	expect(parts).toHaveLength(3);
	expect(json).toMatchObject({ name: 'a.b', size: bytes.length, type: 'image' });
	expect(binary?.['data']).toMatchObject({ fileName: 'a.b.png', mimeType: 'image/png' });
	expect(sha(Buffer.from(binary?.['data']?.data ?? '', 'base64'))).toBe(sha(bytes));
});

it('leaves no file behind where a part is lost, and does not send the part again', async () => {
	const match = { path: '/sessions/upload/' };
	await box.control.post('/faults', { target: 'api', match, status: 504, times: 1 });
	await expect(perform('upload', {}, inStorage)).rejects.toThrow('HTTP 504');
	expect(await requests()).toHaveLength(3);
	await box.control.delete('/faults');
	const { data } = await box.api.get('/v1.0/files', { baseURL: box.sandbox.url });
	expect(data._embedded.files).toHaveLength(2);
});

it('tells what amoCRM says where it refuses a download', async () => {
	const uuid = '367b9f38-5f01-4cea-947e-dfab47aea522';
	await box.control.post('/faults', { target: 'api', match: { path: '/download/' }, status: 403 });
	await expect(perform('download', { uuid })).rejects.toThrow('A fault asked for');
	await box.control.delete('/faults');
});

describe('an answer that names a foreign host', () => {
	let foreign: Server;
	let hits = 0;
	let foreignUrl: string;

	beforeAll(async () => {
		foreign = createServer((_request, response) => {
			hits += 1;
			response.end('{}');
		});
		await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
		foreignUrl = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
	});

	afterAll(() => foreign.close());
	afterEach(() => box.control.delete('/faults'));

	it.each([
		['the files service', 'getAll', '/api/v4/account', () => ({ drive_url: foreignUrl })],
		[
			'an upload',
			'upload',
			'/v1.0/sessions',
			() => ({ upload_url: `${foreignUrl}/x`, max_part_size: 524_288 }),
		],
		[
			'a download',
			'download',
			'/v1.0/files/',
			() => ({ uuid: 'x', _links: { download: { href: `${foreignUrl}/x` } } }),
		],
	])('of %s gets neither token nor bytes', async (_what, operation, path, body) => {
		const fault = { target: 'api', match: { path }, status: 200, body: body() };
		expect((await box.control.post('/faults', fault)).status).toBe(201);
		await expect(perform(operation, { uuid: 'x' }, inStorage)).rejects.toThrow(
			'which is no host of amoCRM',
		);
		expect(hits).toBe(0);
	});
});
