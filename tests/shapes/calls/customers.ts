import { contacts, customers, newId } from '../../operations/seeded';
import type { TestSandbox } from '../../support/sandbox';
import type { RecordedCall, Substitutes } from '../recordedCall';

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

const periodicity = {
	method: 'PATCH',
	path: `${path}/mode`,
	body: { mode: 'periodicity', is_enabled: true },
} as const;

const statusCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}/statuses`,
		status: 200,
		answer: 'customers_statuses__GET_customers_statuses__response',
		scene: [periodicity],
	},
	{
		call: `GET ${path}/statuses/4740013`,
		status: 200,
		answer: 'customers_statuses__GET_customers_statuses_id__response',
		scene: [periodicity],
	},
	{
		call: `POST ${path}/statuses`,
		request: 'customers_statuses__POST_customers_statuses__request',
		status: 200,
		answer: 'customers_statuses__POST_customers_statuses__response',
		scene: [periodicity],
	},
	{
		call: `PATCH ${path}/statuses/4740013`,
		request: 'customers_statuses__PATCH_customers_statuses_id__request',
		status: 200,
		answer: 'customers_statuses__PATCH_customers_statuses_id__response',
		scene: [periodicity],
	},
];

const newFields = [
	{ name: 'Описание сегмента', type: 'text' },
	{
		name: 'Мультиселект поле',
		type: 'multiselect',
		enums: [{ value: 'Значение мультиселекта', sort: 1 }],
	},
	{ name: 'Поле Чекбокс', type: 'checkbox', code: 'MYSUPERCHECKBOX' },
];

/** Fields as the segments of the recordings have them. */
async function segmentFields({ api }: TestSandbox): Promise<Substitutes> {
	const { data } = await api.post('/customers/segments/custom_fields', newFields);
	const [text, choice, flag] = data._embedded.custom_fields;
	return { 245035: text.id, 245351: choice.id, 387477: choice.enums[0].id, flag: flag.id };
}

/** And a segment whose values fill them. */
async function filledSegment(box: TestSandbox): Promise<Substitutes> {
	const ids = await segmentFields(box);
	await box.api.patch('/customers/segments/51', {
		available_products_price_types: [288_891],
		custom_fields_values: [
			{ field_id: ids['flag'], values: [{ value: true }] },
			{ field_id: ids['245351'], values: [{ enum_id: ids['387477'] }] },
		],
	});
	return ids;
}

const segmentCalls: readonly RecordedCall[] = [
	{
		call: `GET ${path}/segments`,
		status: 200,
		answer: 'customers_statuses__GET_customers_segments__response',
		prepare: filledSegment,
	},
	{
		call: `GET ${path}/segments/51`,
		status: 200,
		answer: 'customers_statuses__GET_customers_segments_id__response',
		prepare: filledSegment,
	},
	{
		call: `POST ${path}/segments`,
		request: 'customers_statuses__POST_customers_segments__request',
		prepare: segmentFields,
		status: 200,
		answer: 'customers_statuses__POST_customers_segments__response',
	},
	{
		call: `PATCH ${path}/segments/51`,
		request: 'customers_statuses__PATCH_customers_segments_id__request',
		prepare: segmentFields,
		status: 200,
		answer: 'customers_statuses__PATCH_customers_segments_id__response',
	},
];

export const customersCalls: readonly RecordedCall[] = [
	...customerCalls,
	...statusCalls,
	...segmentCalls,
];
