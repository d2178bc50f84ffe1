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
import { text, withParts } from '../params';
import { batch, byIds, one, pages } from '../runs';

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
	},
});
