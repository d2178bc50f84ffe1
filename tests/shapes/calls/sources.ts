import { newId, pipelines } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';

const [main, second] = pipelines;
const made = {
	path: '/api/v4/sources',
	body: [
		{ name: 'A', external_id: 'a', default: true, pipeline_id: main.id },
		{ name: 'B', external_id: 'b', origin_code: 'amo.ext.30490163_v2' },
	],
};
const ids = {
	9619: newId(1),
	4460: newId(2),
	1300: main.id,
	1307: second.id,
	806215: main.id,
};
const button = {
	path: '/api/v4/website_buttons',
	body: { pipeline_id: main.id, trusted_websites: ['example.com'] },
};
const buttonAddress = `/api/v4/website_buttons/${newId(1)}`;

export const sourceCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/sources',
		status: 200,
		answer: 'sources__GET_sources__response',
		scene: [made],
	},
	{
		call: `GET /api/v4/sources/${newId(1)}`,
		status: 200,
		answer: 'sources__GET_sources_id__response',
		scene: [made],
	},
	{
		call: 'POST /api/v4/sources',
		request: 'sources__POST_sources__request',
		ids,
		status: 200,
		answer: 'sources__POST_sources__response',
	},
	{
		call: 'PATCH /api/v4/sources',
		request: 'sources__PATCH_sources__request',
		ids,
		status: 200,
		answer: 'sources__PATCH_sources__response',
		scene: [made],
	},
	{
		call: 'DELETE /api/v4/sources',
		request: 'sources__DELETE_sources__request',
		ids,
		status: 204,
		scene: [made],
	},
	{
		call: 'DELETE /api/v4/sources',
		body: [{ id: 31_075_178 }],
		status: 400,
		answer: 'sources__DELETE_sources__response',
	},
	{
		call: 'POST /api/v4/website_buttons',
		request: 'sources__POST_website_buttons__request',
		ids,
		status: 202,
		answer: 'sources__POST_website_buttons__response',
	},
	{
		call: `PATCH ${buttonAddress}`,
		request: 'sources__PATCH_website_buttons_source_id__request',
		status: 200,
		answer: 'sources__PATCH_website_buttons_source_id__response',
		scene: [button],
	},
	{
		call: `GET ${buttonAddress}?with=scripts`,
		status: 200,
		answer: 'sources__GET_website_buttons_source_id__response',
		scene: [button],
	},
	{
		call: 'GET /api/v4/website_buttons?with=scripts',
		status: 200,
		answer: 'sources__GET_website_buttons__response',
		scene: [button],
	},
];
