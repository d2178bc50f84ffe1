import type { OperationCase } from './operationCase';
import { companies, contacts, customers, unknownId } from './seeded';

const [first] = customers;
const [, contact] = contacts;
const [, company] = companies;
const path = `/api/v4/customers/${first.id}`;
const element = { to_entity_id: 10, to_entity_type: 'catalog_elements' };
const toContact = { to_entity_id: contact.id, to_entity_type: 'contacts' };
const toCompany = { to_entity_id: company.id, to_entity_type: 'companies' };
const elementLink = { ...element, metadata: { quantity: 2, catalog_id: 1026 } };

/** The links of a customer: a part of the resource's cases. */
export const customerLinkCases: readonly OperationCase[] = [
	{
		title: 'sends the links of all items in one request',
		operation: 'link',
		items: [
			{ type: 'catalog_elements', its: 10, more: { catalogId: 1026, quantity: 2 } },
			{ type: 'contacts', its: contact.id, more: { isMain: true } },
			{ type: 'companies', its: company.id, more: {} },
		],
		parameters: ({ type, its, more }) => ({
			id: first.id,
			toEntityType: type,
			toEntityId: its,
			additionalFields: more,
		}),
		requests: [
			{
				route: `POST ${path}/link`,
				body: [
					{ ...elementLink, request_id: '0' },
					{ ...toContact, metadata: { is_main: true }, request_id: '1' },
					{ ...toCompany, request_id: '2' },
				],
				answer: 'links__POST_entity_type_entity_id_link__response',
			},
		],
		output: [
			{ entity_id: first.id, ...elementLink },
			{ entity_id: first.id, ...toContact, metadata: { main_contact: true } },
			{ entity_id: first.id, ...toCompany },
		],
	},
	{
		title: 'fails for a contact that is not there',
		operation: 'link',
		parameters: { id: first.id, toEntityType: 'contacts', toEntityId: unknownId },
		requests: [
			{
				route: `POST ${path}/link`,
				body: [{ to_entity_id: unknownId, to_entity_type: 'contacts', request_id: '0' }],
			},
		],
		output: [],
		error: 'to_entity_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'gives the links of a customer',
		operation: 'getLinks',
		scene: [{ path: `${path}/link`, body: [elementLink, toContact, toCompany] }],
		parameters: { id: first.id, returnAll: true },
		requests: [
			{
				route: `GET ${path}/links`,
				query: 'page=1&limit=250',
				answer: 'links__GET_entity_type_entity_id_links__response',
			},
		],
		output: [
			...first.contacts.map(({ id }) => ({ to_entity_id: id, metadata: { main_contact: true } })),
			{ ...toContact, metadata: { main_contact: false } },
			{ ...toCompany, metadata: null },
			elementLink,
		],
	},
	{
		title: 'gives the link to one entity',
		operation: 'getLinks',
		parameters: {
			id: first.id,
			filters: { toEntityId: first.company_id, toEntityType: 'companies' },
		},
		requests: [
			{
				route: `GET ${path}/links`,
				query: `filter[to_entity_id]=${first.company_id}&filter[to_entity_type]=companies&page=1&limit=50`,
			},
		],
		output: [{ to_entity_id: first.company_id, to_entity_type: 'companies', metadata: null }],
	},
	{
		title: 'says which links were taken',
		operation: 'unlink',
		items: [
			{ type: 'catalog_elements', its: 10, more: { catalogId: 1026 } },
			{ type: 'companies', its: company.id, more: {} },
		],
		scene: [{ path: `${path}/link`, body: [elementLink, toCompany] }],
		parameters: ({ type, its, more }) => ({
			id: first.id,
			toEntityType: type,
			toEntityId: its,
			additionalFields: more,
		}),
		requests: [
			{
				route: `POST ${path}/unlink`,
				body: [{ ...element, metadata: { catalog_id: 1026 } }, toCompany],
			},
		],
		output: [
			{ success: true, ...element },
			{ success: true, ...toCompany },
		],
	},
	{
		title: 'fails for a customer that is not there',
		operation: 'unlink',
		parameters: { id: unknownId, toEntityType: 'contacts', toEntityId: contact.id },
		requests: [{ route: `POST /api/v4/customers/${unknownId}/unlink`, body: [toContact] }],
		output: [],
		error: 'Customer not found (HTTP 404)',
	},
];
