import type { OperationCase, SceneCall } from './operationCase';
import { files, leads, newId, unknownId } from './seeded';

const [lead] = leads;
const path = `/api/v4/leads/${lead.id}/files`;
const all = files.map(({ uuid }) => ({ file_uuid: uuid }));
const [first] = files;
const attached: SceneCall = { method: 'PUT', path, body: all };
const unknown = '00000000-0000-4000-8000-000000000000';
const ofLead = { entityType: 'leads', entityId: lead.id };

export const entityFileCases: readonly OperationCase[] = [
	{
		title: 'attaches the files of all items to a lead with one request',
		operation: 'add',
		items: all,
		parameters: ({ file_uuid }) => ({ ...ofLead, fileUuid: file_uuid }),
		requests: [{ route: `PUT ${path}`, body: all }],
		output: all.map((one) => ({
			success: true,
			entity_type: 'leads',
			entity_id: lead.id,
			...one,
		})),
	},
	{
		title: 'goes on without the file that is not there, with Continue On Fail',
		operation: 'add',
		continueOnFail: true,
		items: [{ file_uuid: unknown }, { file_uuid: first.uuid }],
		parameters: ({ file_uuid }) => ({ ...ofLead, fileUuid: file_uuid }),
		requests: [
			{ route: `PUT ${path}`, body: [{ file_uuid: unknown }, { file_uuid: first.uuid }] },
			{ route: `PUT ${path}`, body: [{ file_uuid: first.uuid }] },
		],
		output: [
			{
				error:
					'amoCRM did not accept the data: file_uuid: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
			{ success: true, file_uuid: first.uuid },
		],
	},
	{
		title: 'gives the files of a lead, the newest first',
		operation: 'getAll',
		scene: [attached],
		parameters: { ...ofLead, returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'limit=50',
				answer: 'files__GET_customers_entity_id_files__response',
			},
		],
		output: [
			{ file_uuid: files[1].uuid, id: newId(2) },
			{ file_uuid: first.uuid, id: newId(1) },
		],
	},
	{
		title: 'gives no item where the lead has no files',
		operation: 'getAll',
		parameters: ofLead,
		requests: [{ route: `GET ${path}`, query: 'limit=50' }],
		output: [],
	},
	{
		title: 'fails for a lead that is not there',
		operation: 'getAll',
		parameters: { ...ofLead, entityId: unknownId },
		requests: [{ route: `GET /api/v4/leads/${unknownId}/files`, query: 'limit=50' }],
		output: [],
		error: 'Entity not found (HTTP 404)',
	},
	{
		title: 'takes a file from a lead',
		operation: 'remove',
		scene: [attached],
		parameters: { ...ofLead, fileUuid: first.uuid },
		requests: [{ route: `DELETE ${path}`, body: [{ file_uuid: first.uuid }] }],
		output: [{ deleted: true, entity_id: lead.id, file_uuid: first.uuid }],
	},
];
