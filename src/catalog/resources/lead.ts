import { operation, resource } from '../define';
import { embedded } from '../embeddedParams';
import {
	batchOptions,
	byIdsOptions,
	closedFilters,
	createFields,
	entityFilters,
	entityId,
	manyIds,
	modelParams,
	readOptions,
	priceFilters,
	search,
	sort,
	statusPairs,
	updateFields,
} from '../entityParams';
import { matchOptions, matchLead, upsertFields } from '../matchParams';
import { choice, choices, number, optional, text, withParts } from '../params';
import { batch, byIds, findsOrCreates, one, pages, upserts } from '../runs';

const parts = withParts({
	catalog_elements: 'Catalog Elements',
	contacts: 'Contacts',
	is_price_modified_by_robot: 'Price Modified by Robot',
	loss_reason: 'Loss Reason',
	only_deleted: 'Only Deleted Ones',
	source: 'Source',
	source_id: 'Source ID',
});

const pipelineId = choice('Pipeline', 'getPipelines');
const statusId = choice('Status', 'getStatuses', [
	'additionalFields.pipelineId',
	'updateFields.pipelineId',
]);
const present = (noun: string) =>
	optional({ ...entityId(noun), doc: 'One that there is; without it a new one is made' });
const lossReasonId = choice('Loss Reason', 'getLossReasons');

/** Of Find or Create and of Create or Update. */
const matchedFields = {
	...upsertFields,
	lossReasonId,
	pipelineId,
	price: number('Price', 'Price of the lead, in whole units'),
	statusId,
};

export const lead = resource({
	name: 'lead',
	label: 'Lead',
	doc: 'A deal on its way through a pipeline',
	operations: {
		create: operation({
			route: 'POST /api/v4/leads',
			label: 'Create',
			action: 'Create a lead',
			doc: 'Create a lead from each item, many items in one request',
			run: batch('leads'),
			params: { name: text('Name', 'Name of the lead'), ...modelParams },
			fields: {
				...createFields,
				lossReasonId,
				pipelineId,
				price: number('Price', 'Price of the lead, in whole units'),
				statusId,
			},
			options: batchOptions,
		}),
		createComplex: operation({
			route: 'POST /api/v4/leads/complex',
			label: 'Create with Contact and Company',
			action: 'Create a lead with its contact and company',
			doc: 'Create a lead with its contact and company from each item, up to 50 in one request; takes part in duplicate control',
			run: batch('leads', { max: 50 }),
			params: {
				name: text('Name', 'Name of the lead'),
				contact: embedded.contact({ id: present('Contact') }),
				company: embedded.company({ id: present('Company') }),
				...modelParams,
			},
			fields: {
				...createFields,
				lossReasonId,
				pipelineId,
				price: number('Price', 'Price of the lead, in whole units'),
				statusId,
			},
		}),
		findOrCreate: operation({
			route: 'POST /api/v4/leads',
			label: 'Find or Create',
			action: 'Find or create a lead',
			doc: 'Get the lead that has a value, or create it if there is none; the one that is there stays as it is',
			run: findsOrCreates('leads'),
			params: { ...matchLead, name: text('Name', 'Name of a new lead'), ...modelParams },
			fields: matchedFields,
			options: matchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/leads/{id}',
			label: 'Get',
			action: 'Get a lead',
			doc: 'Get one lead by its ID, with one request per item',
			run: one,
			params: { id: entityId('Lead'), with: parts },
			options: readOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/leads',
			label: 'Get Many',
			action: 'Get many leads',
			doc: 'Get many leads, found by text and filters',
			run: pages('leads'),
			params: {
				query: search,
				with: parts,
				sort: sort({ created_at: 'Created', id: 'ID', updated_at: 'Updated' }),
			},
			filters: {
				...entityFilters('leads'),
				...closedFilters('leads'),
				...priceFilters,
				pipelineId: choices('Pipeline', 'getPipelines'),
				statuses: statusPairs,
			},
			options: readOptions,
		}),
		getByIds: operation({
			route: 'GET /api/v4/leads',
			label: 'Get by IDs',
			action: 'Get leads by their IDs',
			doc: 'Get the lead of each item, up to 250 of them with one request',
			run: byIds('leads'),
			params: { id: manyIds('lead'), with: parts },
			options: byIdsOptions,
		}),
		update: operation({
			route: 'PATCH /api/v4/leads',
			label: 'Update',
			action: 'Update a lead',
			doc: 'Update the lead of each item, many items in one request',
			run: batch('leads', { single: 'PATCH /api/v4/leads/{id}' }),
			params: { id: entityId('Lead'), ...modelParams },
			fields: {
				...updateFields,
				lossReasonId,
				pipelineId,
				price: number('Price', 'Price of the lead, in whole units'),
				statusId,
			},
			options: batchOptions,
		}),
		upsert: operation({
			route: 'POST /api/v4/leads',
			label: 'Create or Update',
			action: 'Create or update a lead',
			doc: 'Create a new lead, or update the current one if it already exists (upsert)',
			run: upserts('leads', 'PATCH /api/v4/leads'),
			params: { ...matchLead, name: text('Name', 'Name of the lead'), ...modelParams },
			fields: matchedFields,
			options: matchOptions,
		}),
	},
});
