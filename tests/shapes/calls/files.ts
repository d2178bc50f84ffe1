import { curlLeadId, customers, files } from '../../operations/seeded';
import type { Substitutes, RecordedCall } from '../recordedCall';
import type { TestSandbox } from '../../support/sandbox';

const [contract, prices] = files;
const [customer] = customers;
const attached = `/api/v4/customers/${customer.id}/files`;
const attach = {
	method: 'PUT',
	path: attached,
	body: files.map(({ uuid }) => ({ file_uuid: uuid })),
} as const;
const onLead = { ...attach, path: `/api/v4/leads/${curlLeadId}/files` };
const ids = {
	'bf1097fb-58fe-42c1-b385-ac443228ddd0': prices.uuid,
	'50ca4b6b-0b88-4ece-9f89-d48961579ae0': prices.uuid,
	'367b9f38-5f01-4cea-947e-dfab47aea522': contract.uuid,
};
const trashed = {
	method: 'DELETE',
	path: '/v1.0/files',
	body: files.map(({ uuid }) => ({ uuid })),
} as const;

/** The path of a new session for a file of so many bytes. */
const upload =
	(file_size: number) =>
	async ({ api, sandbox }: TestSandbox): Promise<Substitutes> => {
		const { data } = await api.post(`${sandbox.url}/v1.0/sessions`, {
			file_name: 'product.png',
			file_size,
			content_type: 'image/png',
		});
		return { upload: new URL(data.upload_url).pathname };
	};

export const fileCalls: readonly RecordedCall[] = [
	{
		call: 'POST /v1.0/sessions',
		request: 'files__POST_v1_0_sessions__request',
		ids,
		status: 200,
		answer: 'files__POST_v1_0_sessions__response',
	},
	{
		call: 'POST {upload}',
		body: Buffer.alloc(524_288),
		status: 200,
		answer: 'files__POST_v1_0_sessions_upload_session_token__response',
		prepare: upload(600_000),
	},
	{
		call: 'POST {upload}',
		body: Buffer.from('abc'),
		status: 200,
		answer: 'files__POST_v1_0_sessions_upload_session_token__response-2',
		prepare: upload(3),
	},
	{ call: 'GET /v1.0/files?limit=1', status: 200, answer: 'files__GET_v1_0_files__response' },
	{
		call: `GET /v1.0/files/${contract.uuid}`,
		status: 200,
		answer: 'files__GET_v1_0_files_file_uuid__response',
	},
	{
		call: `PATCH /v1.0/files/${contract.uuid}`,
		request: 'files__PATCH_v1_0_files_file_uuid__request',
		status: 200,
		answer: 'files__PATCH_v1_0_files_file_uuid__response',
	},
	{
		call: 'DELETE /v1.0/files',
		request: 'files__DELETE_v1_0_files__request',
		ids,
		status: 204,
	},
	{
		call: 'POST /v1.0/files/restore',
		request: 'files__POST_v1_0_files_restore__request',
		ids,
		status: 200,
		answer: 'files__POST_v1_0_files_restore__response',
		scene: [trashed],
	},
	{
		call: `GET /v1.0/files/${contract.uuid}/versions`,
		status: 200,
		answer: 'files__GET_v1_0_files_file_uuid_versions__response',
	},
	{
		call: `GET ${attached}`,
		status: 200,
		answer: 'files__GET_customers_entity_id_files__response',
		scene: [attach],
	},
	{
		call: `PUT ${attached}`,
		request: 'files__PUT_customers_entity_id_files__request',
		ids,
		status: 202,
	},
	{
		call: `GET /api/v4/files/${contract.uuid}/links`,
		status: 200,
		answer: 'files__GET_files_file_uuid_links__response',
		scene: [onLead],
	},
];
