import { contacts, customers, newId } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';

const path = '/api/v4/customers';
const [customer] = customers;
const product = { id: 525_439, metadata: { catalog_id: 4521, quantity: 10 } };
const bought = {
	path: `${path}/${customer.id}/transactions`,
	body: [{ price: 123, _embedded: { catalog_elements: [product] } }],
};
const commented = { ...bought, body: [{ price: 123, comment: 'Транзакция' }] };

const withContacts = [
	{ method: 'PATCH', path: `${path}/${customer.id}`, body: { status_id: 4_740_028 } },
	{
		path: `${path}/${customer.id}/link`,
		body: [{ to_entity_id: contacts[1].id, to_entity_type: 'contacts' }],
	},
] as const;

const customerCalls: readonly RecordedCall[] = [
	{
		call: `PATCH ${path}/mode`,
		request: 'customers__PATCH_customers_mode__request',
		status: 200,
		answer: 'customers__PATCH_customers_mode__response',
	},
	{
		call: `GET ${path}?limit=1&with=contacts`,
		status: 200,
		answer: 'customers__GET_customers__response',
		scene: withContacts,
	},
	{
		call: `GET ${path}/${customer.id}`,
		status: 200,
		answer: 'customers__GET_customers_id__response',
	},
	{
		call: `POST ${path}`,
		request: 'customers__POST_customers__request',
		ids: { 294479: 753_001, 107721: newId(1), 81: 51 },
		status: 200,
		answer: 'customers__POST_customers__response',
		scene: [{ path: `${path}/tags`, body: [{ name: 'A' }] }],
	},
	{
		call: `PATCH ${path}`,
		request: 'customers__PATCH_customers__request',
		ids: { 1299433: customer.id },
		status: 200,
		answer: 'customers__PATCH_customers__response',
	},
	{
		call: `GET ${path}/transactions?limit=1`,
		status: 200,
		answer: 'customers__GET_customers_transactions__response',
		scene: [bought, bought],
	},
	{
		call: `GET ${path}/transactions/${newId(1)}`,
		status: 200,
		answer: 'customers__GET_customers_transactions_id__response',
		scene: [commented],
	},
	{
		call: `POST ${path}/${customer.id}/transactions`,
		request: 'customers__POST_customers_customer_id_transactions__request',
		ids: { 1677: product.id, 1079: 4521 },
		status: 200,
		answer: 'customers__POST_customers_customer_id_transactions__response',
	},
];

const statusCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}/statuses`,
		status: 200,
		answer: 'customers_statuses__GET_customers_statuses__response',
	},
	{
		call: `GET ${path}/statuses/4740013`,
		status: 200,
		answer: 'customers_statuses__GET_customers_statuses_id__response',
	},
	{
		call: `POST ${path}/statuses`,
		request: 'customers_statuses__POST_customers_statuses__request',
		status: 200,
		answer: 'customers_statuses__POST_customers_statuses__response',
	},
	{
		call: `PATCH ${path}/statuses/4740013`,
		request: 'customers_statuses__PATCH_customers_statuses_id__request',
		status: 200,
		answer: 'customers_statuses__PATCH_customers_statuses_id__response',
	},
];

const segmentField = (body: object) => ({ path: `${path}/segments/custom_fields`, body: [body] });
const description = segmentField({ name: 'Описание сегмента', type: 'text' });
const choice = segmentField({
	name: 'Мультиселект поле',
	type: 'multiselect',
	enums: [{ value: 'Значение мультиселекта', sort: 1 }],
});

const segmentCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}/segments`,
		status: 200,
		answer: 'customers_statuses__GET_customers_segments__response',
	},
	{
		call: `GET ${path}/segments/51`,
		status: 200,
		answer: 'customers_statuses__GET_customers_segments_id__response',
	},
	{
		call: `POST ${path}/segments`,
		request: 'customers_statuses__POST_customers_segments__request',
		ids: { 245035: newId(1), 245351: newId(3), 387477: newId(2) },
		status: 200,
		answer: 'customers_statuses__POST_customers_segments__response',
		scene: [description, choice],
	},
	{
		call: `PATCH ${path}/segments/51`,
		request: 'customers_statuses__PATCH_customers_segments_id__request',
		ids: { 245035: newId(1) },
		status: 200,
		answer: 'customers_statuses__PATCH_customers_segments_id__response',
		scene: [description],
	},
];

export const customersCalls: readonly RecordedCall[] = [
	...customerCalls,
	...statusCalls,
	...segmentCalls,
];
