import type { OperationCase, SceneCall } from './operationCase';
import { files, newId, personUserId } from './seeded';

const [contract, prices] = files;
const unknown = '00000000-0000-4000-8000-000000000000';
const drive = { route: 'GET /api/v4/account', query: 'with=drive_url' };
const trashed: SceneCall = {
	method: 'DELETE',
	path: '/v1.0/files',
	body: [{ uuid: contract.uuid }],
};
/** 600 000 bytes: a part of 524 288 and the rest. */
const long = 'long '.repeat(120_000);

export const fileCases: readonly OperationCase[] = [
	{
		title: 'gives what is known of a file',
		operation: 'get',
		parameters: { uuid: contract.uuid },
		requests: [
			drive,
			{
				route: `GET {driveUrl}/v1.0/files/${contract.uuid}`,
				answer: 'files__GET_v1_0_files_file_uuid__response',
			},
		],
		output: [{ uuid: contract.uuid, name: 'Договор', metadata: { extension: 'txt' } }],
	},
	{
		title: 'fails for a file that is not there',
		operation: 'get',
		parameters: { uuid: unknown },
		requests: [drive, { route: `GET {driveUrl}/v1.0/files/${unknown}` }],
		output: [],
		error: 'File not found (HTTP 404)',
	},
	{
		title: 'gives the files of the filters',
		operation: 'getAll',
		parameters: {
			returnAll: true,
			filters: {
				createdBy: personUserId,
				dateFrom: '2025-01-01T00:00:00Z',
				dateTo: '2027-01-01T00:00:00Z',
				dateType: 'created_at',
				extensions: 'txt, csv',
				name: 'prices',
				sizeFrom: 1,
				sizeTo: 100,
				term: 'price',
				updatedBy: personUserId,
				uuid: [contract.uuid, prices.uuid],
			},
		},
		requests: [
			drive,
			{
				route: 'GET {driveUrl}/v1.0/files',
				query: [
					`filter[created_by][]=${personUserId}`,
					'filter[date][from]=1735689600',
					'filter[date][to]=1798761600',
					'filter[date][type]=created_at',
					'filter[extensions][]=txt',
					'filter[extensions][]=csv',
					'filter[name]=prices',
					'filter[size][from]=1',
					'filter[size][to]=100',
					'filter[term]=price',
					`filter[updated_by][]=${personUserId}`,
					`filter[uuid]=${contract.uuid},${prices.uuid}`,
					'page=1&limit=50',
				].join('&'),
				answer: 'files__GET_v1_0_files__response',
			},
		],
		output: [{ uuid: prices.uuid, is_trashed: false }],
	},
	{
		title: 'gives the files in the trash, page by page',
		operation: 'getAll',
		scene: [trashed],
		parameters: { limit: 1, filters: { deleted: true } },
		requests: [
			drive,
			{ route: 'GET {driveUrl}/v1.0/files', query: 'filter[deleted]=1&page=1&limit=1' },
		],
		output: [{ uuid: contract.uuid, is_trashed: true }],
	},
	{
		title: 'renames a file',
		operation: 'update',
		parameters: { uuid: contract.uuid, updateFields: { name: 'Новое имя' } },
		requests: [
			drive,
			{
				route: `PATCH {driveUrl}/v1.0/files/${contract.uuid}`,
				body: { name: 'Новое имя' },
				answer: 'files__PATCH_v1_0_files_file_uuid__response',
			},
		],
		output: [{ uuid: contract.uuid, name: 'Новое имя' }],
	},
	{
		title: 'fails for a version that is not there',
		operation: 'update',
		parameters: { uuid: contract.uuid, updateFields: { versionUuid: unknown } },
		requests: [
			drive,
			{
				route: `PATCH {driveUrl}/v1.0/files/${contract.uuid}`,
				body: { version_uuid: unknown },
			},
		],
		output: [],
		error: 'Version not found (HTTP 404)',
	},
	{
		title: 'deletes the files of all items with one request',
		operation: 'delete',
		items: files.map(({ uuid }) => ({ uuid })),
		parameters: ({ uuid }) => ({ uuid }),
		requests: [
			drive,
			{
				route: 'DELETE {driveUrl}/v1.0/files',
				body: files.map(({ uuid }) => ({ uuid })),
			},
		],
		output: files.map(({ uuid }) => ({ deleted: true, uuid })),
	},
	{
		title: 'fails to delete a file that is not there',
		operation: 'delete',
		parameters: { uuid: unknown },
		requests: [drive, { route: 'DELETE {driveUrl}/v1.0/files', body: [{ uuid: unknown }] }],
		output: [],
		error: 'File not found (HTTP 404)',
	},
	{
		title: 'takes a file out of the trash',
		operation: 'restore',
		scene: [trashed],
		parameters: { uuid: contract.uuid },
		requests: [
			drive,
			{
				route: 'POST {driveUrl}/v1.0/files/restore',
				body: [{ uuid: contract.uuid }],
				answer: 'files__POST_v1_0_files_restore__response',
			},
		],
		output: [{ success: true, uuid: contract.uuid }],
	},
	{
		title: 'uploads the binary data of an item in parts of the size that amoCRM names',
		operation: 'upload',
		file: { fileName: 'long.txt', mimeType: 'text/plain', text: long },
		parameters: {
			binaryPropertyName: 'data',
			additionalFields: { fileName: 'Отчёт.txt', withPreview: false },
		},
		requests: [
			drive,
			{
				route: 'POST {driveUrl}/v1.0/sessions',
				body: {
					file_name: 'Отчёт.txt',
					file_size: 600_000,
					content_type: 'text/plain',
					with_preview: false,
				},
				answer: 'files__POST_v1_0_sessions__response',
			},
			{
				route: 'POST {uploadUrl}',
				answer: 'files__POST_v1_0_sessions_upload_session_token__response',
			},
			{
				route: 'POST {uploadUrl}',
				answer: 'files__POST_v1_0_sessions_upload_session_token__response-2',
			},
		],
		output: [{ name: 'Отчёт', size: 600_000, session_id: newId(1), has_multiple_versions: false }],
	},
	{
		title: 'makes a new version of a file',
		operation: 'upload',
		file: { fileName: 'prices.csv', mimeType: 'text/csv', text: 'name;price\nA;2\n' },
		parameters: { binaryPropertyName: 'data', additionalFields: { fileUuid: prices.uuid } },
		requests: [
			drive,
			{
				route: 'POST {driveUrl}/v1.0/sessions',
				body: {
					file_name: 'prices.csv',
					file_size: 15,
					content_type: 'text/csv',
					file_uuid: prices.uuid,
				},
			},
			{ route: 'POST {uploadUrl}' },
		],
		output: [{ uuid: prices.uuid, has_multiple_versions: true }],
	},
	{
		title: 'fails before anything is sent where the item has no such binary data',
		operation: 'upload',
		parameters: { binaryPropertyName: 'attachment' },
		requests: [],
		output: [],
		error: "'attachment'",
	},
	{
		title: 'downloads a file as binary data',
		operation: 'download',
		parameters: { uuid: prices.uuid, binaryPropertyName: 'data' },
		requests: [
			drive,
			{ route: `GET {driveUrl}/v1.0/files/${prices.uuid}` },
			{ route: 'GET {downloadUrl}' },
		],
		output: [{ uuid: prices.uuid }],
		outputFiles: [{ fileName: 'prices.csv', mimeType: 'text/csv', text: 'name;price\nA;1\n' }],
	},
	{
		title: 'fails to download a file in the trash',
		operation: 'download',
		scene: [trashed],
		parameters: { uuid: contract.uuid, binaryPropertyName: 'data' },
		requests: [
			drive,
			{ route: `GET {driveUrl}/v1.0/files/${contract.uuid}` },
			{ route: 'GET {downloadUrl}' },
		],
		output: [],
		error: 'File not found (HTTP 404)',
	},
];
