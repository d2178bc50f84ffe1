import { elements, productsCatalog } from '../../sandbox/seed/catalogs';
import { catalogFields, numbered, predefinedFields } from '../../sandbox/seed/catalogFields';
import type { OperationCase, SceneCall } from './operationCase';
import { allFields } from './fieldRequests';
import { leads, newId, unknownId } from './seeded';

const [first, second] = elements;
const [lead] = leads;
const catalogId = productsCatalog.id;
const path = `/api/v4/catalogs/${catalogId}/elements`;
const ids = [first?.id, second?.id];
const fieldOf = (wanted: string) =>
	catalogFields[`catalogs/${catalogId}`]?.find(({ code }) => code === wanted);
const sku = fieldOf('SKU');
const group = fieldOf('GROUP');

const invoices: SceneCall = {
	path: '/api/v4/catalogs',
	body: [{ name: 'Invoices', type: 'invoices' }],
};
const invoicesPath = `/api/v4/catalogs/${newId(1)}/elements`;
const invoiceValues = [
	{ field: 'PAYER', value: { name: 'Buyer #1', address: 'Moscow, 1' } },
	{ field: 'BILL_STATUS', value: { enum_code: 'created' } },
	{ field: 'SUPPLIER', value: { entity_id: 1163189 } },
	{
		field: 'ITEMS',
		value: {
			value: {
				sku: '34N4124',
				description: 'Product #1',
				unit_price: 10,
				quantity: 5,
				unit_type: 'pcs',
				discount: { type: 'amount', value: 25 },
				vat_rate_id: 18,
			},
		},
	},
].map(({ field, value }) => ({
	field,
	value: 'value' in value || 'enum_code' in value ? value : { value },
}));
/** The ids of the fields that the account gives to a new catalog of invoices, their choices before them. */
const invoiceFields = predefinedFields('invoices', numbered(newId(1)));
const wireOf = ({ field, value }: (typeof invoiceValues)[number]) => ({
	field_id: invoiceFields.find(({ code }) => code === field)?.id,
	values: [value],
});

const toLead = { to_entity_type: 'leads', to_entity_id: lead.id };
const linked: SceneCall = {
	path: `${path}/${first?.id}/link`,
	body: [{ ...toLead, metadata: { quantity: 3 } }],
};
const linkTo = (toEntityId: number) => ({
	catalogId,
	id: first?.id,
	toEntityType: 'leads',
	toEntityId,
});

export const catalogElementCases: readonly OperationCase[] = [
	{
		title: 'sends an invoice with all its parts, by the codes of the fields',
		operation: 'create',
		scene: [invoices],
		parameters: {
			catalogId: newId(1),
			name: 'Purchase #1',
			customFields: { values: invoiceValues },
		},
		requests: [
			{ route: `GET ${invoicesPath.replace('elements', 'custom_fields')}`, query: allFields },
			{
				route: `POST ${invoicesPath}`,
				body: [
					{
						name: 'Purchase #1',
						custom_fields_values: invoiceValues.map(wireOf),
						request_id: '0',
					},
				],
				answer: 'catalogs__POST_catalogs_catalog_id_elements__response',
				// A number only where the client sent none.
				unlike: [/request_id/],
			},
		],
		output: [{ name: 'Purchase #1', catalog_id: newId(1), is_deleted: false }],
	},
	{
		title: 'goes on with the good items beside a refused one, with Continue On Fail',
		operation: 'create',
		continueOnFail: true,
		items: [{ its: 'Станки' }, { its: 'Nothing' }],
		parameters: ({ its }) => ({
			catalogId,
			name: 'A',
			customFields: { values: [{ field: group?.id, value: its }] },
		}),
		requests: [
			{
				route: `POST ${path}`,
				body: ['Станки', 'Nothing'].map((value, position) => ({
					name: 'A',
					custom_fields_values: [{ field_id: group?.id, values: [{ value }] }],
					request_id: String(position),
				})),
			},
			{
				route: `POST ${path}`,
				body: [
					{
						name: 'A',
						custom_fields_values: [{ field_id: group?.id, values: [{ value: 'Станки' }] }],
						request_id: '0',
					},
				],
			},
		],
		output: [
			{ id: newId(1), custom_fields_values: [{ field_code: 'GROUP', field_type: 'category' }] },
			{
				error:
					'amoCRM did not accept the data: custom_fields_values.0.values.0.enum_id: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
		],
	},
	{
		title: 'fails for a catalog that is not there',
		operation: 'create',
		parameters: { catalogId: unknownId, name: 'A' },
		requests: [
			{
				route: `POST /api/v4/catalogs/${unknownId}/elements`,
				body: [{ name: 'A', request_id: '0' }],
			},
		],
		output: [],
		error: 'Catalog not found (HTTP 404)',
	},
	{
		title: 'gives an element with its values',
		operation: 'get',
		parameters: { catalogId, id: first?.id, with: ['invoice_link'] },
		requests: [
			{
				route: `GET ${path}/${first?.id}`,
				query: 'with=invoice_link',
				answer: 'catalogs__GET_catalogs_catalog_id_elements_id__response',
			},
		],
		output: [{ id: first?.id, catalog_id: catalogId, invoice_link: null }],
	},
	{
		title: 'fails for an id that amoCRM answers with 204',
		operation: 'get',
		parameters: { catalogId, id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'amoCRM has no such catalog element',
	},
	{
		title: 'gives the elements with a text',
		operation: 'getAll',
		parameters: { catalogId, query: 'pt-250', returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'query=pt-250&page=1&limit=250',
				answer: 'catalogs__GET_catalogs_catalog_id_elements__response',
			},
		],
		output: [{ id: second?.id }],
	},
	{
		title: 'gives the elements of the ids',
		operation: 'getAll',
		parameters: { catalogId, filters: { id: `${second?.id}, ${unknownId}` } },
		requests: [
			{
				route: `GET ${path}`,
				query: `filter[id][]=${second?.id}&filter[id][]=${unknownId}&page=1&limit=50`,
			},
		],
		output: [{ id: second?.id }],
	},
	{
		title: 'sends the changes of many items in one request',
		operation: 'update',
		items: ids.map((its) => ({ its })),
		parameters: ({ its }) => ({ catalogId, id: its, updateFields: { name: 'B' } }),
		requests: [
			{
				route: `PATCH ${path}`,
				body: ids.map((id, position) => ({ id, name: 'B', request_id: String(position) })),
				answer: 'catalogs__PATCH_catalogs_catalog_id_elements__response',
				unlike: [/request_id/],
			},
		],
		output: ids.map((id) => ({ id, name: 'B' })),
	},
	{
		title: 'sends the change of an item that is alone to its own address; an empty value clears',
		operation: 'update',
		parameters: {
			catalogId,
			id: first?.id,
			customFields: { values: [{ field: sku?.id, value: '' }] },
		},
		requests: [
			{
				route: `PATCH ${path}/${first?.id}`,
				body: { custom_fields_values: [{ field_id: sku?.id, values: null }] },
			},
		],
		output: [{ id: first?.id, custom_fields_values: [{ field_code: 'PRICE' }, {}] }],
	},
	{
		title: 'fails for an element of another catalog',
		operation: 'update',
		parameters: { catalogId: 4589, id: first?.id, updateFields: { name: 'B' } },
		requests: [{ route: `PATCH /api/v4/catalogs/4589/elements/${first?.id}`, body: { name: 'B' } }],
		output: [],
		error: 'id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'puts an element into the card of a lead, with its quantity',
		operation: 'link',
		parameters: { ...linkTo(lead.id), additionalFields: { quantity: 3 } },
		requests: [
			{
				route: `POST ${path}/${first?.id}/link`,
				body: [{ ...toLead, metadata: { quantity: 3 } }],
				answer: 'links__POST_entity_type_entity_id_link__response',
				unlike: [/main_contact/],
			},
		],
		output: [{ success: true, ...toLead }],
	},
	{
		title: 'fails for a lead that is not there',
		operation: 'link',
		parameters: linkTo(unknownId),
		requests: [
			{
				route: `POST ${path}/${first?.id}/link`,
				body: [{ to_entity_type: 'leads', to_entity_id: unknownId }],
			},
		],
		output: [],
		error: 'to_entity_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'gives the links to one entity',
		operation: 'getLinks',
		scene: [linked],
		parameters: {
			catalogId,
			id: first?.id,
			filters: { toEntityType: 'leads', toEntityId: lead.id },
		},
		requests: [
			{
				route: `GET ${path}/${first?.id}/links`,
				query: [
					'filter[to_entity_type]=leads',
					`filter[to_entity_id]=${lead.id}`,
					'page=1&limit=50',
				].join('&'),
				answer: 'links__GET_entity_type_entity_id_links__response',
				unlike: [/main_contact/],
			},
		],
		output: [{ ...toLead, metadata: { quantity: 3, catalog_id: catalogId } }],
	},
	{
		title: 'takes an element out of the card of a lead',
		operation: 'unlink',
		scene: [linked],
		parameters: linkTo(lead.id),
		requests: [{ route: `POST ${path}/${first?.id}/unlink`, body: [toLead] }],
		output: [{ success: true, ...toLead }],
	},
	{
		title: 'gives no item where nothing is linked any more',
		operation: 'getLinks',
		scene: [linked, { path: `${path}/${first?.id}/unlink`, body: [toLead] }],
		parameters: { catalogId, id: first?.id },
		requests: [{ route: `GET ${path}/${first?.id}/links`, query: 'page=1&limit=50' }],
		output: [],
	},
];
