import { contacts, leads } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';

const [lead, other] = leads;
const product = {
	to_entity_id: 525_439,
	to_entity_type: 'catalog_elements',
	metadata: { quantity: 1, catalog_id: 4521 },
};
const secondContact = { to_entity_id: contacts[1].id, to_entity_type: 'contacts' };
const ids = {
	14158851: lead.id,
	14158852: other.id,
	14158853: other.id,
	10: product.to_entity_id,
	1026: product.metadata.catalog_id,
	457282: contacts[1].id,
};
const linked = { path: `/api/v4/leads/${lead.id}/link`, body: [product, secondContact] };

export const linkCalls: readonly RecordedCall[] = [
	{
		call: `GET /api/v4/leads/${lead.id}/links`,
		status: 200,
		answer: 'links__GET_entity_type_entity_id_links__response',
		scene: [linked],
	},
	{
		call: `GET /api/v4/leads/links?filter[entity_id][]=${lead.id}&filter[entity_id][]=${other.id}`,
		status: 200,
		answer: 'links__GET_entity_type_links__response',
		scene: [linked],
	},
	{
		call: `POST /api/v4/leads/${lead.id}/link`,
		request: 'links__POST_entity_type_entity_id_link__request',
		ids,
		status: 200,
		answer: 'links__POST_entity_type_entity_id_link__response',
	},
	{
		call: 'POST /api/v4/leads/link',
		request: 'links__POST_entity_type_link__request',
		ids,
		status: 200,
		answer: 'links__POST_entity_type_link__response',
	},
	{
		call: `POST /api/v4/leads/${lead.id}/unlink`,
		request: 'links__POST_entity_type_entity_id_unlink__request',
		ids,
		status: 204,
		scene: [linked],
	},
	{
		call: 'POST /api/v4/leads/unlink',
		request: 'links__POST_entity_type_unlink__request',
		ids,
		status: 204,
		scene: [linked],
	},
];
