import type { OperationCase } from './operationCase';
import { companies, contacts, leads, unknownId } from './seeded';

const [lead, otherLead] = leads;
const [contact, otherContact] = contacts;
const [company, otherCompany] = companies;

/** From each kind of entity to one that it is not linked to yet. */
const ends = [
	['leads', lead.id, 'contacts', otherContact.id],
	['contacts', contact.id, 'companies', otherCompany.id],
	['companies', company.id, 'leads', otherLead.id],
] as const;

/** From each kind to one that it is linked to from the beginning. */
const present = [
	['leads', lead.id, 'contacts', contact.id],
	['contacts', contact.id, 'companies', company.id],
	['companies', company.id, 'leads', lead.id],
] as const;

const alone = (['link', 'unlink'] as const).flatMap((operation) =>
	(operation === 'link' ? ends : present).map(([type, id, toType, toId]): OperationCase => {
		const answer = { answer: 'links__POST_entity_type_entity_id_link__response' };
		return {
			title: `sends the link of one of the ${type} to its address, as a list`,
			operation,
			parameters: { entityType: type, entityId: id, toEntityType: toType, toEntityId: toId },
			requests: [
				{
					route: `POST /api/v4/${type}/${id}/${operation}`,
					body: [{ to_entity_type: toType, to_entity_id: toId }],
					...(operation === 'link' ? { ...answer, unlike: [/metadata/] } : {}),
				},
			],
			output: [{ success: true, entity_type: type, entity_id: id, to_entity_id: toId }],
		};
	}),
);

export const linkCases: readonly OperationCase[] = [
	...alone,
	...present.map(
		([type, id, toType, toId]): OperationCase => ({
			title: `gives the links of one of the ${type} to one entity`,
			operation: 'getAll',
			parameters: {
				entityType: type,
				entityId: id,
				filters: { toEntityId: toId, toEntityType: toType },
			},
			requests: [
				{
					route: `GET /api/v4/${type}/${id}/links`,
					query: `filter[to_entity_id]=${toId}&filter[to_entity_type]=${toType}&page=1&limit=50`,
					answer: 'links__GET_entity_type_entity_id_links__response',
					unlike: [/metadata\./],
				},
			],
			output: [{ to_entity_id: toId, to_entity_type: toType }],
		}),
	),
	{
		title: 'fails for an entity that is not there',
		operation: 'getAll',
		parameters: { entityType: 'leads', entityId: unknownId },
		requests: [{ route: `GET /api/v4/leads/${unknownId}/links`, query: 'page=1&limit=50' }],
		output: [],
		error: 'Entity not found (HTTP 404)',
	},
	{
		title: 'gives the links of several entities with one request',
		operation: 'getAllOfEntities',
		parameters: {
			entityType: 'leads',
			entityIds: `${lead.id}, ${otherLead.id}`,
			returnAll: true,
			filters: { toEntityType: 'contacts' },
		},
		requests: [
			{
				route: 'GET /api/v4/leads/links',
				query: [
					`filter[entity_id][]=${lead.id}&filter[entity_id][]=${otherLead.id}`,
					'filter[to_entity_type]=contacts',
					'page=1&limit=250',
				].join('&'),
				answer: 'links__GET_entity_type_links__response',
				unlike: [/metadata\.(quantity|catalog_id)/],
			},
		],
		output: [
			{ entity_id: lead.id, to_entity_id: contact.id, metadata: { main_contact: true } },
			{ entity_id: otherLead.id, to_entity_id: otherContact.id },
		],
	},
	{
		title: 'shows a main contact that was linked before, and the one before it no more',
		operation: 'getAll',
		scene: [
			{
				path: `/api/v4/leads/${lead.id}/link`,
				body: [
					{
						to_entity_id: otherContact.id,
						to_entity_type: 'contacts',
						metadata: { is_main: true },
					},
				],
			},
			{
				path: '/api/v4/leads/unlink',
				body: [
					{ entity_id: lead.id, to_entity_id: contact.id, to_entity_type: 'contacts' },
					{ entity_id: lead.id, to_entity_id: company.id, to_entity_type: 'companies' },
				],
			},
		],
		parameters: { entityType: 'leads', entityId: lead.id },
		requests: [{ route: `GET /api/v4/leads/${lead.id}/links`, query: 'page=1&limit=50' }],
		output: [{ to_entity_id: otherContact.id, metadata: { main_contact: true } }],
	},
	{
		title: 'sends the links of all items of a kind in one request',
		operation: 'link',
		items: [{ its: lead.id }, { its: otherLead.id }],
		parameters: ({ its }) => ({
			entityType: 'leads',
			entityId: its,
			toEntityType: 'contacts',
			toEntityId: contact.id,
			additionalFields: { isMain: true },
		}),
		requests: [
			{
				route: 'POST /api/v4/leads/link',
				body: [lead.id, otherLead.id].map((entity_id) => ({
					entity_id,
					to_entity_type: 'contacts',
					to_entity_id: contact.id,
					metadata: { is_main: true },
				})),
				answer: 'links__POST_entity_type_link__response',
				unlike: [/metadata\.(quantity|catalog_id)/],
			},
		],
		output: [
			{ success: true, entity_type: 'leads', entity_id: lead.id, to_entity_id: contact.id },
			{ success: true, entity_type: 'leads', entity_id: otherLead.id },
		],
	},
	{
		title: 'goes on without the link to nobody, with Continue On Fail',
		operation: 'link',
		continueOnFail: true,
		items: [{ its: unknownId }, { its: otherContact.id }],
		parameters: ({ its }) => ({
			entityType: 'leads',
			entityId: lead.id,
			toEntityType: 'contacts',
			toEntityId: its,
		}),
		requests: [[unknownId, otherContact.id], [otherContact.id]].map((ids) => ({
			route: 'POST /api/v4/leads/link',
			body: ids.map((to_entity_id) => ({
				entity_id: lead.id,
				to_entity_type: 'contacts',
				to_entity_id,
			})),
		})),
		output: [
			{
				error:
					'amoCRM did not accept the data: to_entity_id: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
			{ success: true, to_entity_id: otherContact.id },
		],
	},
	{
		title: 'fails for a lead that is linked from the side of its contact',
		operation: 'link',
		parameters: {
			entityType: 'contacts',
			entityId: contact.id,
			toEntityType: 'leads',
			toEntityId: otherLead.id,
		},
		requests: [
			{
				route: `POST /api/v4/contacts/${contact.id}/link`,
				body: [{ to_entity_type: 'leads', to_entity_id: otherLead.id }],
			},
		],
		output: [],
		error: 'to_entity_type: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'takes the links of all items of a kind away in one request',
		operation: 'unlink',
		items: [
			{ its: lead.id, other: contact.id },
			{ its: otherLead.id, other: otherContact.id },
		],
		parameters: ({ its, other }) => ({
			entityType: 'leads',
			entityId: its,
			toEntityType: 'contacts',
			toEntityId: other,
		}),
		requests: [
			{
				route: 'POST /api/v4/leads/unlink',
				body: [
					{ entity_id: lead.id, to_entity_type: 'contacts', to_entity_id: contact.id },
					{ entity_id: otherLead.id, to_entity_type: 'contacts', to_entity_id: otherContact.id },
				],
			},
		],
		output: [
			{ success: true, entity_id: lead.id },
			{ success: true, entity_id: otherLead.id },
		],
	},
];
