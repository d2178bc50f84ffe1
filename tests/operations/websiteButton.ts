import type { OperationCase, SceneCall } from './operationCase';
import { newId, pipelines, unknownId } from './seeded';

const path = '/api/v4/website_buttons';
const [{ id: pipeline_id }] = pipelines;
const button = { pipeline_id, trusted_websites: ['example.com'] };
const created: SceneCall = { path, body: button };
const sourceId = newId(1);
const domains = (count: number): readonly string[] =>
	Array.from({ length: count }, (_domain, n) => `site-${n}.example`);

export const websiteButtonCases: readonly OperationCase[] = [
	{
		title: 'creates the source of a button',
		operation: 'create',
		parameters: { pipelineId: pipeline_id, trustedWebsites: 'example.com' },
		requests: [
			{
				route: `POST ${path}`,
				body: button,
				answer: 'sources__POST_website_buttons__response',
			},
		],
		output: [{ source_id: sourceId, trusted_websites: ['example.com'] }],
	},
	{
		title: 'creates a button of an app without websites',
		operation: 'create',
		parameters: { pipelineId: pipeline_id, additionalFields: { isUsedInApp: true } },
		requests: [{ route: `POST ${path}`, body: { pipeline_id, is_used_in_app: true } }],
		output: [{ source_id: sourceId, trusted_websites: [] }],
	},
	{
		title: 'fails without a website where it is not for an app',
		operation: 'create',
		parameters: { pipelineId: pipeline_id },
		requests: [{ route: `POST ${path}`, body: { pipeline_id } }],
		output: [],
		error: 'trusted_websites: This field is missing. (FieldMissing) (HTTP 400)',
	},
	{
		title: 'fails for a pipeline that is not there',
		operation: 'create',
		parameters: { pipelineId: unknownId, trustedWebsites: 'example.com' },
		requests: [{ route: `POST ${path}`, body: { ...button, pipeline_id: unknownId } }],
		output: [],
		error: 'pipeline_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'gives a button with its script',
		operation: 'get',
		scene: [created],
		parameters: { sourceId, with: ['scripts'] },
		requests: [
			{
				route: `GET ${path}/${sourceId}`,
				query: 'with=scripts',
				answer: 'sources__GET_website_buttons_source_id__response',
			},
		],
		output: [{ source_id: sourceId, pipeline_id, creation_status: 'created' }],
	},
	{
		title: 'fails for a source that is not there',
		operation: 'get',
		parameters: { sourceId: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'Source not found (HTTP 404)',
	},
	{
		title: 'gives the buttons of the account',
		operation: 'getAll',
		scene: [created, created],
		parameters: { returnAll: true, with: ['scripts'] },
		requests: [
			{
				route: `GET ${path}`,
				query: 'with=scripts&page=1&limit=250',
				answer: 'sources__GET_website_buttons__response',
			},
		],
		output: [{ source_id: sourceId }, { source_id: newId(3) }],
	},
	{
		title: 'adds trusted websites',
		operation: 'update',
		scene: [created],
		parameters: { sourceId, trustedWebsitesToAdd: 'my-website.com, shop.example' },
		requests: [
			{
				route: `PATCH ${path}/${sourceId}`,
				body: { trusted_websites: { add: ['my-website.com', 'shop.example'] } },
				answer: 'sources__PATCH_website_buttons_source_id__response',
			},
		],
		output: [{ source_id: sourceId, pipeline_id }],
	},
	{
		title: 'fails for more than ten websites',
		operation: 'update',
		scene: [created],
		parameters: { sourceId, trustedWebsitesToAdd: domains(10) },
		requests: [
			{
				route: `PATCH ${path}/${sourceId}`,
				body: { trusted_websites: { add: domains(10) } },
			},
		],
		output: [],
		error: 'trusted_websites.add: This collection should contain 10 elements or less.',
	},
	{
		title: 'connects the online chat',
		operation: 'addOnlineChat',
		scene: [created],
		parameters: { sourceId },
		requests: [{ route: `POST ${path}/${sourceId}/online_chat` }],
		output: [{ success: true, source_id: sourceId }],
	},
	{
		title: 'fails for a source that is not there',
		operation: 'addOnlineChat',
		parameters: { sourceId: unknownId },
		requests: [{ route: `POST ${path}/${unknownId}/online_chat` }],
		output: [],
		error: 'Source not found (HTTP 404)',
	},
];
