import { operation, resource } from '../define';
import {
	batchOptions,
	byIdsOptions,
	createFields,
	entityFilters,
	entityId,
	manyIds,
	modelParams,
	readOptions,
	search,
	sort,
	updateFields,
} from '../entityParams';
import { matchOptions, matchPerson, upsertFields } from '../matchParams';
import { text, withParts } from '../params';
import { batch, byIds, findsOrCreates, one, pages, upserts } from '../runs';

const parts = withParts({
	catalog_elements: 'Catalog Elements',
	contacts: 'Contacts',
	customers: 'Customers',
	leads: 'Leads',
});

export const company = resource({
	name: 'company',
	label: 'Company',
	doc: 'An organisation',
	operations: {
		create: operation({
			route: 'POST /api/v4/companies',
			label: 'Create',
			action: 'Create a company',
			doc: 'Create a company from each item, many items in one request',
			run: batch('companies'),
			params: { name: text('Name', 'Name of the company'), ...modelParams },
			fields: { ...createFields },
			options: batchOptions,
		}),
		findOrCreate: operation({
			route: 'POST /api/v4/companies',
			label: 'Find or Create',
			action: 'Find or create a company',
			doc: 'Get the company that has a value, or create it if there is none; the one that is there stays as it is',
			run: findsOrCreates('companies'),
			params: { ...matchPerson, name: text('Name', 'Name of a new company'), ...modelParams },
			fields: upsertFields,
			options: matchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/companies/{id}',
			label: 'Get',
			action: 'Get a company',
			doc: 'Get one company by its ID, with one request per item',
			run: one,
			params: { id: entityId('Company'), with: parts },
			options: readOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/companies',
			label: 'Get Many',
			action: 'Get many companies',
			doc: 'Get many companies, found by text and filters',
			run: pages('companies'),
			params: {
				query: search,
				with: parts,
				sort: sort({ id: 'ID', updated_at: 'Updated' }),
			},
			filters: { ...entityFilters('companies') },
			options: readOptions,
		}),
		getByIds: operation({
			route: 'GET /api/v4/companies',
			label: 'Get by IDs',
			action: 'Get companies by their IDs',
			doc: 'Get the company of each item, up to 250 of them with one request',
			run: byIds('companies'),
			params: { id: manyIds('company'), with: parts },
			options: byIdsOptions,
		}),
		update: operation({
			route: 'PATCH /api/v4/companies',
			label: 'Update',
			action: 'Update a company',
			doc: 'Update the company of each item, many items in one request',
			run: batch('companies', { single: 'PATCH /api/v4/companies/{id}' }),
			params: { id: entityId('Company'), ...modelParams },
			fields: { ...updateFields },
			options: batchOptions,
		}),
		upsert: operation({
			route: 'POST /api/v4/companies',
			label: 'Create or Update',
			action: 'Create or update a company',
			doc: 'Create a new company, or update the current one if it already exists (upsert)',
			run: upserts('companies', 'PATCH /api/v4/companies'),
			params: { ...matchPerson, name: text('Name', 'Name of the company'), ...modelParams },
			fields: upsertFields,
			options: matchOptions,
		}),
	},
});
