import { productsCatalog, regularCatalog } from '../../sandbox/seed/catalogs';
import type { OperationCase } from './operationCase';
import { newId, unknownId } from './seeded';

const path = '/api/v4/catalogs';

export const catalogCases: readonly OperationCase[] = [
	{
		title: 'sends false and a type, every item in one request',
		operation: 'create',
		items: [{ title: 'A' }, { title: 'B' }],
		parameters: ({ title }) => ({
			name: title,
			additionalFields: { type: 'regular', canAddElements: true, canLinkMultiple: false, sort: 0 },
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: ['A', 'B'].map((name, position) => ({
					name,
					type: 'regular',
					can_add_elements: true,
					can_link_multiple: false,
					sort: 0,
					request_id: String(position),
				})),
				answer: 'catalogs__POST_catalogs__response',
			},
		],
		output: [
			{ id: newId(1), name: 'A', can_link_multiple: false, sort: 0 },
			{ id: newId(2), name: 'B' },
		],
	},
	{
		title: 'fails for a second catalog of products',
		operation: 'create',
		parameters: { name: 'Again', additionalFields: { type: 'products' } },
		requests: [
			{ route: `POST ${path}`, body: [{ name: 'Again', type: 'products', request_id: '0' }] },
		],
		output: [],
		error: 'The account has a catalog of products already (HTTP 422)',
	},
	{
		title: 'sends nothing for an empty name',
		operation: 'create',
		parameters: { name: '' },
		requests: [],
		output: [],
		error: 'Name is empty',
	},
	{
		title: 'gives a catalog',
		operation: 'get',
		parameters: { id: regularCatalog.id },
		requests: [
			{
				route: `GET ${path}/${regularCatalog.id}`,
				answer: 'catalogs__GET_catalogs_id__response',
			},
		],
		output: [{ ...regularCatalog }],
	},
	{
		title: 'fails for an id that amoCRM answers with 204',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'amoCRM has no such catalog',
	},
	{
		title: 'gives every catalog',
		operation: 'getAll',
		parameters: { returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'page=1&limit=250',
				answer: 'catalogs__GET_catalogs__response',
			},
		],
		output: [{ ...productsCatalog }, { ...regularCatalog }],
	},
	{
		title: 'gives the catalogs of a type',
		operation: 'getAll',
		parameters: { filters: { type: 'products' } },
		requests: [{ route: `GET ${path}`, query: 'filter[type]=products&page=1&limit=50' }],
		output: [{ id: productsCatalog.id }],
	},
	{
		title: 'sends the changes of many items in one request',
		operation: 'update',
		items: [{ its: regularCatalog.id }, { its: productsCatalog.id }],
		parameters: ({ its }) => ({ id: its, updateFields: { canShowInCards: false } }),
		requests: [
			{
				route: `PATCH ${path}`,
				body: [regularCatalog.id, productsCatalog.id].map((id, position) => ({
					id,
					can_show_in_cards: false,
					request_id: String(position),
				})),
			},
		],
		output: [
			{ id: regularCatalog.id, can_show_in_cards: false },
			{ id: productsCatalog.id, can_show_in_cards: false },
		],
	},
	{
		title: 'sends the change of an item that is alone to the address of its catalog',
		operation: 'update',
		parameters: { id: regularCatalog.id, updateFields: { name: 'Stores' } },
		requests: [
			{
				route: `PATCH ${path}/${regularCatalog.id}`,
				body: { name: 'Stores' },
				answer: 'catalogs__PATCH_catalogs__response',
			},
		],
		output: [{ id: regularCatalog.id, name: 'Stores', type: 'regular' }],
	},
	{
		title: 'fails for a catalog that amoCRM does not know',
		operation: 'update',
		parameters: { id: unknownId, updateFields: { name: 'A' } },
		requests: [{ route: `PATCH ${path}/${unknownId}`, body: { name: 'A' } }],
		output: [],
		error: 'id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
];
