import type { OperationCase, SceneCall } from './operationCase';
import { newId, pipelines, unknownId } from './seeded';

const path = '/api/v4/sources';
const [main, other] = pipelines;
const services = [
	{
		type: 'whatsapp',
		params: { waba: true, is_supports_list_message: true },
		pages: [{ id: '+79990000008', name: 'Sales', link: '+79990000009' }],
	},
];
const phone = { name: 'Phone of sales', external_id: '+79990000000', default: true };
const landing = { name: 'Landing page', external_id: 'landing', pipeline_id: other.id };
const created: SceneCall = { path, body: [phone, landing] };
/** The whole text of the failed item: what amoCRM says, and what to do. */
const expectedUnknown = `amoCRM did not accept the data: id: source with id = ${unknownId} not found (EntityNotFound) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.`;
const [phoneId, landingId] = [newId(1), newId(2)];

export const sourceCases: readonly OperationCase[] = [
	{
		title: 'sends the sources of all items in one request',
		operation: 'create',
		items: [
			{ name: phone.name, externalId: phone.external_id, services },
			{ name: landing.name, externalId: landing.external_id, pipelineId: other.id },
		],
		parameters: ({ name, ...additionalFields }) => ({ name, additionalFields }),
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{ name: phone.name, external_id: phone.external_id, services, request_id: '0' },
					{ ...landing, request_id: '1' },
				],
				answer: 'sources__POST_sources__response',
			},
		],
		output: [
			{ id: phoneId, name: phone.name, pipeline_id: main.id, default: false, services },
			{ id: landingId, name: landing.name, pipeline_id: other.id, services: [] },
		],
	},
	{
		title: 'fails for an external ID that is taken',
		operation: 'create',
		scene: [created],
		parameters: { name: 'Again', additionalFields: { externalId: landing.external_id } },
		requests: [
			{
				route: `POST ${path}`,
				body: [{ name: 'Again', external_id: landing.external_id, request_id: '0' }],
			},
		],
		output: [],
		error: 'external_id: A source with this external_id already exists.',
	},
	{
		title: 'gives a source',
		operation: 'get',
		scene: [created],
		parameters: { id: phoneId },
		requests: [{ route: `GET ${path}/${phoneId}`, answer: 'sources__GET_sources_id__response' }],
		output: [{ id: phoneId, ...phone }],
	},
	{
		title: 'fails for a source that amoCRM answers with 204',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'amoCRM has no such source',
	},
	{
		title: 'gives the sources of the integration',
		operation: 'getAll',
		scene: [created],
		parameters: { returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'page=1&limit=250',
				answer: 'sources__GET_sources__response',
			},
		],
		output: [
			{ id: phoneId, ...phone },
			{ id: landingId, ...landing },
		],
	},
	{
		title: 'gives the sources of the external IDs',
		operation: 'getAll',
		scene: [created],
		parameters: { filters: { externalId: 'landing, nothing' } },
		requests: [
			{
				route: `GET ${path}`,
				query: 'filter[external_id][]=landing&filter[external_id][]=nothing&page=1&limit=50',
			},
		],
		output: [{ id: landingId }],
	},
	{
		title: 'sends the changes of many items in one request',
		operation: 'update',
		scene: [created],
		items: [
			{ id: phoneId, name: 'Phone' },
			{ id: landingId, pipelineId: main.id, default: false },
		],
		parameters: ({ id, ...updateFields }) => ({ id, updateFields }),
		requests: [
			{
				route: `PATCH ${path}`,
				body: [
					{ id: phoneId, name: 'Phone', request_id: '0' },
					{ id: landingId, pipeline_id: main.id, default: false, request_id: '1' },
				],
				answer: 'sources__PATCH_sources__response',
			},
		],
		output: [
			{ id: phoneId, name: 'Phone', default: true },
			{ id: landingId, pipeline_id: main.id, external_id: landing.external_id },
		],
	},
	{
		title: 'sends the change of an item that is alone to the address of its source',
		operation: 'update',
		scene: [created],
		parameters: { id: phoneId, updateFields: { name: 'Phone' } },
		requests: [{ route: `PATCH ${path}/${phoneId}`, body: { name: 'Phone' } }],
		output: [{ id: phoneId, name: 'Phone' }],
	},
	{
		title: 'fails for a pipeline that is not there',
		operation: 'update',
		scene: [created],
		parameters: { id: phoneId, updateFields: { pipelineId: unknownId } },
		requests: [{ route: `PATCH ${path}/${phoneId}`, body: { pipeline_id: unknownId } }],
		output: [],
		error: 'pipeline_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'deletes the sources of many items with one request',
		operation: 'delete',
		scene: [created],
		items: [{ id: phoneId }, { id: landingId }],
		parameters: ({ id }) => ({ id }),
		requests: [{ route: `DELETE ${path}`, body: [{ id: phoneId }, { id: landingId }] }],
		output: [
			{ deleted: true, id: phoneId },
			{ deleted: true, id: landingId },
		],
	},
	{
		title: 'goes on without the source that amoCRM does not know, with Continue On Fail',
		operation: 'delete',
		scene: [created],
		continueOnFail: true,
		items: [{ id: unknownId }, { id: landingId }],
		parameters: ({ id }) => ({ id }),
		requests: [
			{
				route: `DELETE ${path}`,
				body: [{ id: unknownId }, { id: landingId }],
				answer: 'sources__DELETE_sources__response',
			},
			{ route: `DELETE ${path}`, body: [{ id: landingId }] },
		],
		output: [{ error: expectedUnknown }, { deleted: true, id: landingId }],
	},
	{
		title: 'deletes the source of an item that is alone at its address',
		operation: 'delete',
		scene: [created],
		parameters: { id: landingId },
		requests: [{ route: `DELETE ${path}/${landingId}` }],
		output: [{ deleted: true, id: landingId }],
	},
	{
		title: 'fails for a source that is not there',
		operation: 'delete',
		parameters: { id: unknownId },
		requests: [{ route: `DELETE ${path}/${unknownId}` }],
		output: [],
		error: 'Source not found (HTTP 404)',
	},
];
