import { companies, contacts, customers, personUserId } from '../../operations/seeded';
import type { RecordedCall } from '../recordedCall';
import { fieldIds } from './places';

const [contact] = contacts;
const [company] = companies;
const [customer] = customers;
const chat = { contact_id: contact.id, chat_id: '6cbab3d5-c4c1-46ff-b710-ad59ad10805f' };

const contactCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/contacts?limit=2&order[id]=desc',
		status: 200,
		answer: 'contacts__GET_contacts__response',
		scene: [{ path: '/api/v4/contacts', body: [{ name: '1' }, { name: '2' }] }],
	},
	{
		call: `GET /api/v4/contacts/${contact.id}?with=leads,customers,catalog_elements`,
		status: 200,
		answer: 'contacts__GET_contacts_id__response',
	},
	{
		call: `GET /api/v4/contacts/${contact.id}`,
		status: 200,
		answer: 'live__GET_contacts_id__response_2024',
	},
	{
		call: 'POST /api/v4/contacts',
		request: 'contacts__POST_contacts__request',
		ids: { 271316: fieldIds.position, 47272: personUserId },
		status: 200,
		answer: 'contacts__POST_contacts__response',
	},
	{
		call: 'POST /api/v4/contacts',
		body: [{ name: 'Тест Тестов' }],
		status: 200,
		answer: 'live__POST_contacts__response',
	},
	{
		// One object: the document has it beside the answer to a list.
		call: `PATCH /api/v4/contacts/${contact.id}`,
		request: 'contacts__PATCH_contacts__request',
		ids: { 3: contact.id, 66192: fieldIds.phone },
		status: 200,
	},
	{
		call: 'PATCH /api/v4/contacts',
		body: [{ id: contact.id, first_name: 'Иван' }],
		status: 200,
		answer: 'contacts__PATCH_contacts__response',
	},
	{
		call: 'POST /api/v4/contacts/chats',
		request: 'contacts__POST_contacts_chats__request',
		ids: { 3102959: contact.id },
		status: 200,
		answer: 'contacts__POST_contacts_chats__response',
	},
	{
		call: `GET /api/v4/contacts/chats?contact_id=${contact.id}`,
		status: 200,
		answer: 'contacts__GET_contacts_chats__response',
		scene: [{ path: '/api/v4/contacts/chats', body: [chat] }],
	},
];

const companyCalls: readonly RecordedCall[] = [
	{
		call: 'GET /api/v4/companies?limit=2&order[id]=desc',
		status: 200,
		answer: 'companies__GET_companies__response',
		scene: [{ path: '/api/v4/companies', body: [{ name: '1' }, { name: '2' }] }],
	},
	{
		call: `GET /api/v4/companies/${company.id}`,
		status: 200,
		answer: 'companies__GET_companies_id__response',
		scene: [
			{
				method: 'PATCH',
				path: `/api/v4/companies/${company.id}`,
				body: {
					custom_fields_values: [
						{ field_code: 'PHONE', values: [{ value: '123213', enum_code: 'WORK' }] },
					],
				},
			},
		],
	},
	{
		call: 'POST /api/v4/companies',
		request: 'companies__POST_companies__request',
		status: 200,
		answer: 'companies__POST_companies__response',
	},
	{
		call: 'PATCH /api/v4/companies',
		request: 'companies__PATCH_companies__request',
		ids: { 11090825: company.id },
		status: 200,
		answer: 'companies__PATCH_companies__response',
	},
];

const subscriptionCalls: readonly RecordedCall[] = [
	{
		call: `GET /api/v4/customers/${customer.id}/subscriptions`,
		status: 200,
		answer: 'subscriptions__GET_customers_id_subscriptions__response',
	},
];

export const peopleCalls: readonly RecordedCall[] = [
	...contactCalls,
	...companyCalls,
	...subscriptionCalls,
];
